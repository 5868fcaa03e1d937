// What the picked mark was matched with, in words and distances.
import type { FrameMarks, Layer } from './frame-marks.ts'
import type { PickedMark } from './frame-view-store.ts'

export interface MatchWords {
  title: string
  lines: { title: string; text: string }[]
}

const signed = (nm: number): string => `${nm >= 0 ? '+' : '−'}${Math.abs(nm).toFixed(1)} nm`

/** One entry for every layer it was compared with. */
export function matchesOf(marks: FrameMarks | undefined, { frame, layer, n }: PickedMark, { border, minimumPhotons }: { border: number; minimumPhotons: number }): MatchWords[] {
  if (!marks || marks.frame !== frame) return []
  const row = layer.rows[n]
  const own = marks.layers[layer.role]
  // The mark's number among those of the frame: a table's layer may have been made anew since, a preview's is another one then.
  const at = own && own.dataset === layer.dataset && (layer.from === 'table' || own.columns.x === layer.columns.x) ? own.rows.indexOf(row) : -1
  if (!own || at < 0) return []
  return marks.pairings.flatMap((pairing) => {
    const isDetection = pairing.detections === layer.role
    if (!isDetection && pairing.against !== layer.role) return []
    const other = isDetection ? pairing.against : pairing.detections
    const outcome = (isDetection ? pairing.outcome : pairing.outcomeOfOther)[at]
    const partner = (isDetection ? pairing.partner : pairing.partnerOfOther)[at]
    const name = other === 'truth' ? 'the truth' : other.toUpperCase()
    if (outcome === 'matched') return [{ title: `Matched with ${name}`, lines: distances(own, at, marks.layers[other]!, partner) }]
    if (outcome === 'uncounted') return [{ title: `Not scored: within ${border} nm of the border${minimumPhotons > 0 ? `, or an emitter under ${minimumPhotons} photons` : ''}`, lines: [] }]
    return [{ title: isDetection ? (other === 'truth' ? 'False positive: no true emitter near' : `No match in ${name}`) : layer.role === 'truth' ? `Missed by ${name}` : `No match in ${name}`, lines: [] }]
  })
}

function distances(own: Layer, n: number, other: Layer, m: number): MatchWords['lines'] {
  const [i, j] = [own.rows[n], other.rows[m]]
  const by = (axis: 'x' | 'y' | 'z'): number => own.columns[axis][i] - other.columns[axis][j]
  const [dx, dy, dz] = [by('x'), by('y'), by('z')]
  const photons = own.columns.photons && other.columns.photons ? own.columns.photons[i] / other.columns.photons[j] : undefined
  return [
    { title: 'Δx', text: signed(dx) }, { title: 'Δy', text: signed(dy) }, { title: 'Δz', text: signed(dz) },
    { title: 'Lateral distance', text: `${Math.hypot(dx, dy).toFixed(1)} nm` }, { title: '3D distance', text: `${Math.hypot(dx, dy, dz).toFixed(1)} nm` },
    ...(photons === undefined ? [] : [{ title: 'Photons, ratio', text: photons.toFixed(2) }]),
  ]
}
