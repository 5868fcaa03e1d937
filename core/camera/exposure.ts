// From the photons expected on each pixel to the ADU a camera reports (formulas in camera.ts).
import type { Random } from '../random/random.ts'
import type { Camera } from './camera.ts'
import { pixelValues } from './per-pixel.ts'

/**
 * Fills `out` with the ADU of one frame. `photons`: expected photons of each pixel (row-major, width × height).
 * Errors: a per-pixel map whose size differs from the frame's.
 */
export function expose(camera: Camera, photons: Float32Array, width: number, height: number, random: Random, out: Uint16Array): void {
  const largest = 2 ** camera.bits - 1
  const { quantumEfficiency: qe, spuriousCharge_e: spurious } = camera
  const readNoise = pixelValues(camera, 'readNoise_e', width, height)
  const perAdu = pixelValues(camera, 'electronsPerAdu', width, height)
  const baseline = pixelValues(camera, 'baseline_adu', width, height)
  const gain = camera.type === 'emccd' ? camera.emGain : 1
  for (let i = 0; i < photons.length; i++) {
    const n = random.poisson(qe * photons[i] + spurious)
    const amplified = gain === 1 ? n : n === 0 ? 0 : gain * random.gamma(n)
    const signal = (amplified + readNoise[i] * random.normal()) / perAdu[i]
    const adu = gain === 1 ? Math.round(signal + baseline[i]) : Math.floor(signal) + baseline[i]
    out[i] = adu < 0 ? 0 : adu > largest ? largest : adu
  }
}
