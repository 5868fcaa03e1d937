// Light added to a frame that a camera has recorded already. The added photons bring their own shot noise and gain noise, and
// nothing else: read noise, baseline and spurious charge are in the frame and come once a read-out, not once an emitter.
import type { Random } from '../random/random.ts'
import type { Camera } from './camera.ts'
import { pixelValues } from './per-pixel.ts'

/**
 * Adds the signal of `photons` (expected added photons of each pixel, row-major, width × height) to the ADU of one frame, in place:
 * n = Poisson(QE·μ), e = n or Gamma(n, G), ADU += e / electronsPerAdu. In a frame of whole numbers the fraction of an ADU that the
 * camera cut off is unknown and as good as uniform in [0, 1): ⌊signal + u⌋ is then what it would have added. Clipped at saturation.
 * @param largest ADU that the frame's file can hold; the camera's own limit where absent
 * Errors: a per-pixel map whose size differs from the frame's.
 */
export function addSignal(camera: Camera, photons: Float32Array, width: number, height: number, random: Random, adu: Uint16Array | Float32Array, largest = Infinity): void {
  const full = Math.min(largest, 2 ** camera.bits - 1)
  const perAdu = pixelValues(camera, 'electronsPerAdu', width, height)
  const whole = adu instanceof Uint16Array
  const gain = camera.type === 'emccd' ? camera.emGain : 1
  for (let i = 0; i < photons.length; i++) {
    if (!(photons[i] > 0)) continue
    const n = random.poisson(camera.quantumEfficiency * photons[i])
    if (n === 0) continue
    const signal = (gain === 1 ? n : gain * random.gamma(n)) / perAdu[i]
    const sum = adu[i] + (whole ? Math.floor(signal + random.uniform()) : signal)
    // A value over the stated limit was there before: the limit is not the camera's, and no reason to take light away.
    adu[i] = Math.max(adu[i], Math.min(full, sum))
  }
}
