// From a camera's ADU back to photons.
import type { Camera } from './camera.ts'
import { pixelValues } from './per-pixel.ts'

/**
 * Fills `out` with (ADU − baseline) · electronsPerAdu / G / QE. `adu` holds one frame or several (row-major, one after
 * another). Unbiased up to spurious charge and rounding (half an ADU with an EMCCD); single values can be negative.
 */
export function toPhotons(camera: Camera, adu: Uint16Array | Float32Array, width: number, height: number, out: Float32Array): void {
  const scale = 1 / ((camera.type === 'emccd' ? camera.emGain : 1) * camera.quantumEfficiency)
  const { baseline_adu, electronsPerAdu } = camera
  if (typeof baseline_adu === 'number' && typeof electronsPerAdu === 'number') {
    for (let i = 0; i < adu.length; i++) out[i] = (adu[i] - baseline_adu) * electronsPerAdu * scale
    return
  }
  const perAdu = pixelValues(camera, 'electronsPerAdu', width, height)
  const baseline = pixelValues(camera, 'baseline_adu', width, height)
  const size = width * height
  for (let start = 0; start < adu.length; start += size) {
    for (let i = 0; i < size; i++) out[start + i] = (adu[start + i] - baseline[i]) * perAdu[i] * scale
  }
}

/**
 * Variance of a pixel's signal in electrons², referred to the input (before EM gain), for `photons` expected photons:
 * m (Poisson), + σ_read² (sCMOS, CCD), 2m + (σ_read/G)² (EMCCD's excess noise).
 */
export function variance_e2(camera: Camera, photons: number, pixel = 0, width = 1, height = 1): number {
  const m = camera.quantumEfficiency * photons + camera.spuriousCharge_e
  const read = pixelValues(camera, 'readNoise_e', width, height)[pixel]
  return camera.type === 'emccd' ? 2 * m + (read / camera.emGain) ** 2 : m + read * read
}

/**
 * Photons of one pixel's grey value, as `toPhotons` has them for whole frames.
 * @param index of the pixel (row-major), for cameras described pixel by pixel; NaN outside of their map
 */
export function photonsOf(camera: Camera, adu: number, index: number): number {
  const at = (value: Camera['baseline_adu']): number => (typeof value === 'number' ? value : value.values[index] ?? NaN)
  return ((adu - at(camera.baseline_adu)) * at(camera.electronsPerAdu)) / ((camera.type === 'emccd' ? camera.emGain : 1) * camera.quantumEfficiency)
}
