// A frame as its localizations describe it: every one's PSF, pixel-integrated, with its photons, on the background they state. What is
// left of the real frame after that is what they do not explain.
import type { Camera } from '../camera/camera.ts'
import { pixelValues } from '../camera/per-pixel.ts'
import type { Psf } from '../psf/psf.ts'

/** Localizations of one frame; nm, photons, background in photons per pixel. */
export interface DescribedEmitters {
  x: ArrayLike<number>
  y: ArrayLike<number>
  z: ArrayLike<number>
  photons: ArrayLike<number>
  background: ArrayLike<number>
}

/** Cells of the background's grid, and how far a localization's word on it counts, px. */
const cell_px = 8
const reach_px = 16

/**
 * Photons expected on each pixel (row-major, width × height). Localizations without a depth count as in focus, those without a place
 * or photons not at all. @param otherwise background where no localization states one
 */
export function rerenderedPhotons({ x, y, z, photons, background }: DescribedEmitters, psf: Psf, width: number, height: number, otherwise = 0): Float32Array {
  const image = smoothBackground(x, y, background, psf.pixelSize, width, height, otherwise)
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i] + y[i] + photons[i])) psf.add(image, width, height, x[i], y[i], Number.isFinite(z[i]) ? z[i] : 0, photons[i])
  }
  return image
}

/**
 * The background between the places where it is known: the mean of the localizations' own, weighted by a Gaussian of their distance
 * (σ = 16 px), drawn to the mean of all where none is near. `otherwise` where none states it.
 */
export function smoothBackground(
  x: ArrayLike<number>, y: ArrayLike<number>, background: ArrayLike<number>, pixelSize: number, width: number, height: number, otherwise = 0,
): Float32Array {
  const image = new Float32Array(width * height)
  const known = Array.from({ length: x.length }, (_, i) => i).filter((i) => Number.isFinite(x[i] + y[i] + background[i]))
  if (known.length === 0) return image.fill(otherwise)
  const mean = known.reduce((sum, i) => sum + background[i], 0) / known.length
  const columns = Math.ceil(width / cell_px) + 1
  const rows = Math.ceil(height / cell_px) + 1
  // The mean counts as much as one localization at 2.4 σ.
  const weights = new Float32Array(columns * rows).fill(0.05)
  const sums = new Float32Array(columns * rows).fill(0.05 * mean)
  const reach = Math.ceil((3 * reach_px) / cell_px)
  for (const i of known) {
    const [cx, cy] = [x[i] / pixelSize / cell_px, y[i] / pixelSize / cell_px]
    for (let row = Math.max(0, Math.round(cy) - reach); row <= Math.min(rows - 1, Math.round(cy) + reach); row++) {
      for (let column = Math.max(0, Math.round(cx) - reach); column <= Math.min(columns - 1, Math.round(cx) + reach); column++) {
        const squared = ((column - cx) ** 2 + (row - cy) ** 2) * cell_px ** 2
        const weight = Math.exp(-squared / (2 * reach_px ** 2))
        weights[row * columns + column] += weight
        sums[row * columns + column] += weight * background[i]
      }
    }
  }
  const nodes = sums.map((sum, i) => sum / weights[i])
  for (let row = 0; row < height; row++) {
    const v = (row + 0.5) / cell_px
    const [r, t] = [Math.floor(v), v % 1]
    for (let column = 0; column < width; column++) {
      const u = (column + 0.5) / cell_px
      const [c, s] = [Math.floor(u), u % 1]
      const at = r * columns + c
      const upper = nodes[at] * (1 - s) + nodes[at + 1] * s
      const lower = nodes[at + columns] * (1 - s) + nodes[at + columns + 1] * s
      image[row * width + column] = upper * (1 - t) + lower * t
    }
  }
  return image
}

/** ADU that a camera reports on average for photons, noise and spurious charge left out: what `toPhotons` turns back. */
export function expectedAdu(camera: Camera, photons: Float32Array, width: number, height: number): Float32Array {
  const perAdu = pixelValues(camera, 'electronsPerAdu', width, height)
  const baseline = pixelValues(camera, 'baseline_adu', width, height)
  const scale = camera.quantumEfficiency * (camera.type === 'emccd' ? camera.emGain : 1)
  return photons.map((value, i) => (value * scale) / perAdu[i] + baseline[i])
}
