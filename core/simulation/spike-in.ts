// Simulated emitters of known position for frames of a real movie: who is lit in which frame, and the light they add.
import { addSignal } from '../camera/added-signal.ts'
import { selectRows, type EmitterTable } from '../localizations/table.ts'
import { Random } from '../random/random.ts'
import type { SamplingSpec } from '../structure/sampling.ts'
import type { Acquisition } from './acquisition.ts'
import { movieScene } from './movie.ts'
import { litEmitters, truthRows } from './scene.ts'

export interface SpikeSpec {
  /** PSF, photons, on-time of the added emitters; camera and pixel size of the movie. Its background is not used. */
  acquisition: Acquisition
  sampling: SamplingSpec
  /** Added emitters per µm² and frame, before isolation. */
  density_perUm2: number
  /** Added molecules that come nearer than this (nm, lateral) to another added one in the same frame are left out. */
  isolation: number
  /** … and those that come nearer than `distance` (nm, lateral) to one of these places in the same frame: what is seen in the movie itself. */
  occupied?: { frame: Int32Array; x: Float32Array; y: Float32Array; distance: number }
  width_px: number
  height_px: number
  /** Frames [first, end) of the movie, from 0, that are scored; light is added to one more on either side. */
  first: number
  end: number
  seed: number
}

export interface Spikes {
  /** The added emitters of frames [first, end) that are truth, frames as in the movie. */
  readonly truth: EmitterTable
  /** Adds their light to the ADU of one frame, in place; always the same for the same frame. */
  addTo(frame: number, adu: Uint16Array | Float32Array, largest?: number): void
}

/** Errors: an unknown sampling, one without a molecule in the field of view, a camera map of another size. */
export function spikes({ isolation, occupied, first, end, ...spec }: SpikeSpec): Spikes {
  const { acquisition, width_px, height_px, seed } = spec
  const { scene } = movieScene({ ...spec, density: { perUm2: spec.density_perUm2 }, frames: end })
  const all = litEmitters(scene, first - 1, end - first + 2)
  const lit = isolation > 0 || occupied ? isolated(all, isolation, occupied) : all
  const rows = Map.groupBy(lit.frame.keys(), (row) => lit.frame[row])
  const truth = selectRows(lit, truthRows(scene, lit).filter((row) => lit.frame[row] >= first && lit.frame[row] < end))
  return {
    truth,
    addTo(frame, adu, largest) {
      const here = rows.get(frame)
      if (!here) return
      const photons = new Float32Array(width_px * height_px)
      for (const row of here) scene.psf.add(photons, width_px, height_px, lit.x[row], lit.y[row], lit.z[row], lit.photons[row])
      addSignal(acquisition.camera, photons, width_px, height_px, new Random(seed, STREAM, frame), adu, largest)
    },
  }
}

/** The noise's own branch of the seed. */
const STREAM = 77

/** Molecules, first come first kept, without those that come too near to a kept one or an occupied place in any frame. Rows are ordered by molecule. */
function isolated(lit: EmitterTable, distance: number, occupied?: SpikeSpec['occupied']): EmitterTable {
  const kept = new Map<number, number[]>()
  const places = occupied ? Map.groupBy(occupied.frame.keys(), (row) => occupied.frame[row]) : new Map<number, number[]>()
  const within = (row: number, x: number, y: number, reach: number): boolean => (x - lit.x[row]) ** 2 + (y - lit.y[row]) ** 2 < reach * reach
  const near = (row: number): boolean => (kept.get(lit.frame[row]) ?? []).some((other) => within(row, lit.x[other], lit.y[other], distance))
    || occupied !== undefined && (places.get(lit.frame[row]) ?? []).some((place) => within(row, occupied.x[place], occupied.y[place], occupied.distance))
  const keep: number[] = []
  for (let start = 0; start < lit.id.length;) {
    let next = start
    while (next < lit.id.length && lit.id[next] === lit.id[start]) next++
    const rows = Array.from({ length: next - start }, (_, i) => start + i)
    if (!rows.some(near)) {
      for (const row of rows) {
        const there = kept.get(lit.frame[row])
        if (there) there.push(row)
        else kept.set(lit.frame[row], [row])
        keep.push(row)
      }
    }
    start = next
  }
  return selectRows(lit, keep)
}
