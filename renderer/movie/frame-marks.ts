// The marks of one frame: what A, B and the truth say, and who found whom, by the matching of the scores.
import { evaluate, shifted } from '../../core/evaluation/evaluate.ts'
import { challengeMatching, match, type MatchingOptions, type Spots } from '../../core/evaluation/matching.ts'
import { selectRows, type EmitterTable } from '../../core/localizations/table.ts'
import type { Role } from '../datasets/index.ts'

export type Columns = Record<string, Int32Array | Float32Array>

/** The rows of one table that lie in the frame. */
export interface Layer {
  role: Role
  /** Whether they are the preview's or a table's. */
  from: 'preview' | 'table'
  dataset: string | undefined
  columns: Columns
  /** Of the columns. */
  rows: Uint32Array
}

/** What became of a detection or emitter in the matching; what lies at the border or belongs to an emitter that is too dim is uncounted. */
export type Outcome = 'matched' | 'alone' | 'uncounted'

/** Detections of a role against the truth, or A against B where there is none; numbers count the layers' rows. */
export interface Pairing {
  detections: Role
  against: Role
  outcome: Outcome[]
  /** Of the other layer; -1 without one. */
  partner: Int32Array
  outcomeOfOther: Outcome[]
  partnerOfOther: Int32Array
}

export interface FrameMarks {
  frame: number
  layers: Partial<Record<Role, Layer>>
  pairings: Pairing[]
}

/** How the scores pair: `useScoringRules`. Lengths in nm. */
export interface PairingRules extends Pick<MatchingOptions, 'gate' | 'axialGate' | 'border'> {
  minimumPhotons: number
  /** Taken off the detections before they are compared. */
  removed?: Partial<Record<'a' | 'b' | 'a from b', { x: number; y: number; z: number }>>
}

/** @param field of view, nm: rows near its border count neither as found nor as missed, as in the scores */
export function marksOf(frame: number, given: readonly Layer[], field: { width: number; height: number } | undefined, rules: PairingRules = { ...challengeMatching, minimumPhotons: 0 }): FrameMarks {
  const layers: FrameMarks['layers'] = Object.fromEntries(given.map((layer) => [layer.role, layer]))
  const { a, b, truth } = layers
  const pairings: Pairing[] = []
  if (truth) for (const layer of [a, b]) if (layer) pairings.push(pair(layer, truth, field, rules))
  if (!truth && a && b) pairings.push(pair(a, b, field, rules))
  return { frame, layers, pairings }
}

function pair(detections: Layer, against: Layer, fieldOfView: { width: number; height: number } | undefined, { minimumPhotons, removed, ...gates }: PairingRules): Pairing {
  const truth = against.role === 'truth'
  const offset = removed?.[truth ? detections.role as 'a' | 'b' : 'a from b']
  const found = offset ? shifted(spots(detections), offset) : spots(detections)
  // Two results are compared over the whole field.
  const { detection, truth: partners, falsePositives, missed } = truth
    ? evaluate(found, emitters(against), { ...gates, minimumPhotons, ...(fieldOfView ? { fieldOfView } : {}) }).matching
    : match(found, spots(against), { ...challengeMatching, ...gates })
  const sides = ([[detections, detection, partners, falsePositives], [against, partners, detection, missed]] as const).map(([{ rows }, own, other, alone]) => {
    const outcome = Array.from(rows, (): Outcome => 'uncounted')
    const partner = new Int32Array(rows.length).fill(-1)
    for (const row of alone) outcome[row] = 'alone'
    own.forEach((row, i) => {
      outcome[row] = 'matched'
      partner[row] = other[i]
    })
    return { outcome, partner }
  })
  return { detections: detections.role, against: against.role, ...sides[0], outcomeOfOther: sides[1].outcome, partnerOfOther: sides[1].partner }
}

function spots({ columns, rows }: Layer): Spots {
  const { frame, x, y, z } = columns as unknown as Spots
  const picked = selectRows({ frame, x, y, z }, rows)
  // One frame is matched: preview and tables may number it differently.
  picked.frame.fill(0)
  return picked
}

function emitters(layer: Layer): EmitterTable {
  const { photons, id } = layer.columns as unknown as EmitterTable
  return { ...spots(layer), ...selectRows({ photons, id, frame: id }, layer.rows), frame: new Int32Array(layer.rows.length) }
}

/** Values of a layer's nth row, by column. */
export function valuesOf({ columns, rows }: Layer, n: number): Record<string, number> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[rows[n]]]))
}

/** The mark nearest to a place (nm) within a distance (nm), among the layers named. */
export function nearest(marks: FrameMarks, roles: readonly Role[], at: { x: number; y: number }, within: number): { role: Role; n: number } | undefined {
  let best: { role: Role; n: number } | undefined
  let least = within * within
  for (const role of roles) {
    const layer = marks.layers[role]
    layer?.rows.forEach((row, n) => {
      const squared = (layer.columns.x[row] - at.x) ** 2 + (layer.columns.y[row] - at.y) ** 2
      if (squared > least) return
      least = squared
      best = { role, n }
    })
  }
  return best
}
