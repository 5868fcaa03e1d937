// How far grey values scatter about what they should be: variance = floor + slope · signal. From the camera's description where there is
// one, else from the stack: third differences from plane to plane, in which a bead that changes smoothly with depth cancels.
import type { Camera } from '../camera/camera.ts'
import type { BeadStack } from './bead-stack.ts'

export interface NoiseModel {
  /** ADU² of the background, without signal. */
  floor: number
  /** ADU² per ADU of signal. */
  slope: number
  from: 'camera' | 'stack'
}

const mean = (value: number | { values: number[] }): number => (typeof value === 'number' ? value : value.values.reduce((a, b) => a + b, 0) / value.values.length)

/** Variance in grey values over a background: Poisson photoelectrons, twice that with an EM register, read noise and rounding. */
export function noiseOfCamera(camera: Camera, background_adu: number): NoiseModel {
  const electrons = mean(camera.electronsPerAdu)
  const gain = camera.type === 'emccd' ? camera.emGain : 1
  const slope = ((camera.type === 'emccd' ? 2 : 1) * gain) / electrons
  const light = Math.max(0, background_adu - mean(camera.baseline_adu))
  return { from: 'camera', floor: (mean(camera.readNoise_e) / electrons) ** 2 + 1 / 12 + slope * light, slope }
}

/** Photons per grey value. */
export function photonsPerAdu(camera: Camera): number {
  return mean(camera.electronsPerAdu) / ((camera.type === 'emccd' ? camera.emGain : 1) * camera.quantumEfficiency)
}

/** Variance of a normal distribution from the middle of the sizes of its values: 1.4826 · median, squared. */
const perMedian = 1.4826 ** 2
/** Third differences of values that scatter independently have 1 + 9 + 9 + 1 times their variance. */
const thirdDifferences = 20

/** Slope and floor from a stack over a background of `background_adu`; pixels of every plane count, in classes of their signal. */
export function noiseOfStack({ width, height, planes, adu }: BeadStack, background_adu: number): NoiseModel {
  const size = width * height
  const classes = new Map<number, { signals: number; squares: number[] }>()
  for (let plane = 0; plane + 3 < planes; plane += 2) {
    for (let i = 0; i < size; i++) {
      const at = plane * size + i
      const [a, b, c, d] = [adu[at], adu[at + size], adu[at + 2 * size], adu[at + 3 * size]]
      const signal = (a + b + c + d) / 4 - background_adu
      // About a quarter of an octave a class; faint ones together.
      const kind = signal < 4 ? -1 : Math.round(4 * Math.log2(signal))
      const group = classes.get(kind) ?? { signals: 0, squares: [] }
      if (group.squares.length >= 20_000) continue
      group.signals += signal
      group.squares.push((d - 3 * c + 3 * b - a) ** 2 / thirdDifferences)
      classes.set(kind, group)
    }
  }
  const dark = classes.get(-1)
  const floor = Math.max(1 / 12, dark ? dark.squares.reduce((sum, value) => sum + value, 0) / dark.squares.length : 1)
  const slopes: { slope: number; weight: number }[] = []
  for (const [kind, { signals, squares }] of classes) {
    if (kind < 0 || squares.length < 50) continue
    const signal = signals / squares.length
    const sorted = squares.sort((p, q) => p - q)
    const variance = perMedian * sorted[sorted.length >> 1]
    // Where the noise does not rise above the floor a slope cannot be read off.
    if (variance > 1.5 * floor) slopes.push({ slope: (variance - floor) / signal, weight: sorted.length })
  }
  // The weighted median: a class in which beads changed quickly from plane to plane does not move it.
  slopes.sort((p, q) => p.slope - q.slope)
  const total = slopes.reduce((sum, { weight }) => sum + weight, 0)
  let passed = 0
  for (const { slope, weight } of slopes) {
    passed += weight
    if (passed >= total / 2) return { from: 'stack', floor, slope }
  }
  return { from: 'stack', floor, slope: 0 }
}
