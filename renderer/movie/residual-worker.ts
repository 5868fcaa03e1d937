// Re-renders a frame from its localizations beside the window's thread.
import { toPhotons } from '../../core/camera/photons.ts'
import { createPsf } from '../../core/psf/create.ts'
import { expectedAdu, rerenderedPhotons } from '../../core/rendering/expected-frame.ts'
import { serveWorker } from './worker-messages.ts'
import type { ResidualQuestion, ResidualAnswer } from './residual.ts'

serveWorker<ResidualQuestion, ResidualAnswer>(({ values, width, height, camera, psf, pixelSize, emitters, background }) => {
  const photons = rerenderedPhotons(emitters, createPsf(psf, pixelSize), width, height, background)
  const residual = new Float32Array(width * height)
  toPhotons(camera, values, width, height, residual)
  for (let i = 0; i < residual.length; i++) residual[i] -= photons[i]
  const model = expectedAdu(camera, photons, width, height)
  return { answer: { model, residual, range: typicalRange(residual) }, transfer: [model.buffer as ArrayBuffer, residual.buffer as ArrayBuffer] }
})

/** The size that 99.5 % of the values stay below, by at most some 65,000 of them. */
function typicalRange(values: Float32Array): number {
  const step = Math.max(1, Math.floor(values.length / 65_536)) | 1
  const sizes = new Float32Array(Math.ceil(values.length / step))
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.abs(values[i * step])
  sizes.sort()
  return Math.max(sizes[Math.floor(0.995 * (sizes.length - 1))], 1e-3)
}
