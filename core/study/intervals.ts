// How sure a mean over paired seeds is. Two sources of chance, told apart: the test movies (blocks of frames are resampled, the same
// ones for every network, since all saw the same movies) and the trainings (Student's t over the seeds).
import { Random } from '../random/random.ts'

export interface Estimate {
  /** Mean over the seeds. */
  value: number
  /** 95 % interval over blocks of frames: other movies of the same kind, these very networks. null for what blocks do not give. */
  blocks: readonly [number, number] | null
  /** 95 % interval over the seeds (Student's t): other trainings. null with one seed. */
  seeds: readonly [number, number] | null
  /** The value of each seed. */
  each: number[]
}

/** Blocks drawn for a movie; undefined: each once. */
export type Pick = (movie: string, blocks: number) => Int32Array | undefined

const RESAMPLES = 400
const SEED = 20260301

/** Estimates a statistic. `statistic(seed, pick)` computes it for the seed of that index from blocks as picked. */
export function estimate(seeds: number, statistic: (seed: number, pick: Pick) => number, resamples = RESAMPLES): Estimate {
  const mean = (pick: Pick): number[] => Array.from({ length: seeds }, (_, seed) => statistic(seed, pick))
  const each = mean(() => undefined)
  const random = new Random(SEED)
  let picked = false
  const drawn = Array.from({ length: resamples }, (_, resample) => {
    if (resample > 0 && !picked) return NaN
    const picks = new Map<string, Int32Array>()
    return average(mean((movie, blocks) => {
      picked = true
      const known = picks.get(movie)
      if (known) return known
      const own = random.child(resample, hash(movie))
      const fresh = Int32Array.from({ length: blocks }, () => own.integer(blocks))
      picks.set(movie, fresh)
      return fresh
    }))
  }).filter(Number.isFinite).sort((a, b) => a - b)
  // Where resamples have nothing to score, what the others give would be no interval.
  const enough = picked && drawn.length > 0.9 * resamples
  return { value: average(each), blocks: enough ? [quantile(drawn, 0.025), quantile(drawn, 0.975)] : null, seeds: studentInterval(each), each }
}

/** 95 % interval of the mean of independent normal values; null with fewer than two. */
export function studentInterval(values: readonly number[]): readonly [number, number] | null {
  const n = values.length
  if (n < 2) return null
  const mean = average(values)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  const half = (student975(n - 1) * deviation) / Math.sqrt(n)
  return [mean - half, mean + half]
}

/** Whether an estimate differs from zero: outside both intervals; undefined where no interval over seeds is there. */
export function differs({ value, blocks, seeds }: Estimate): boolean | undefined {
  const beyond = ([low, high]: readonly [number, number]): boolean => low > 0 || high < 0
  if (!Number.isFinite(value) || !blocks) return undefined
  if (!beyond(blocks)) return false
  return seeds ? beyond(seeds) : undefined
}

/** 97.5 % quantiles of Student's t for 1 … 10 degrees of freedom; beyond, within 1 % of the expansion in 1/ν. */
const t975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
function student975(degrees: number): number {
  const z = 1.95996
  return t975[degrees - 1] ?? z + (z ** 3 + z) / (4 * degrees)
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Between order statistics, straight. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1)
  const low = Math.floor(at)
  return sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low])
}

/** FNV-1a: a movie's name as a number, so that its picks depend on no order. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0
  return value
}
