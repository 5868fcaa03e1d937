// The light in the frames is where the truth says it is, and as much: labels and pixels of one simulation agree.
import { describe, expect, it } from 'vitest'
import { toPhotons } from '../../../core/camera/photons.ts'
import { createMovie } from '../../../core/simulation/movie.ts'
import { createWindows } from '../../../core/training/window.ts'
import { mean } from '../../fixtures/statistics.ts'
import { recipe } from '../../fixtures/recipe.ts'

const { acquisition } = recipe('csr-5000-50')

/** Total and centroid (px from the outer corner) of light over a background. */
function lightOf(image: ArrayLike<number>, width: number, background: number): { total: number; x: number; y: number } {
  let [total, x, y] = [0, 0, 0]
  for (let i = 0; i < image.length; i++) {
    const value = image[i] - background
    total += value
    x += value * ((i % width) + 0.5)
    y += value * (Math.floor(i / width) + 0.5)
  }
  return { total, x: x / total, y: y / total }
}

describe('light and truth agree', () => {
  it.each([['near', 1230, 1560, 0], ['above focus', 1500, 1345, 400], ['below focus', 1111, 1599, -600]])('in a movie of one molecule %s', (_, x, y, z) => {
    const [width, height, frames] = [30, 32, 600]
    const background = 20
    const movie = createMovie({
      acquisition: { ...acquisition, background: [background, background], minimumPhotons: 0 },
      sampling: { kind: 'points', x: [x], y: [y], z: [z] }, density: { emittersPerFrame: 1 }, width_px: width, height_px: height, frames, seed: 4,
    })
    const { frames: adu, truth } = movie.simulate(0, frames)
    const photons = new Float32Array(adu.length)
    toPhotons(acquisition.camera, adu, width, height, photons)
    const sum = new Float64Array(width * height)
    photons.forEach((value, i) => { sum[i % sum.length] += value })
    // Half an ADU is lost to rounding down; spurious charge is 0.002 electrons.
    const light = lightOf(sum, width, frames * (background - 0.5 / 6 + 0.002 / 0.9))
    const expected = truth.photons.reduce((total, value) => total + value, 0)
    expect(Math.abs(light.total / expected - 1)).toBeLessThan(0.005)
    expect(light.x).toBeCloseTo(x / 100, 1)
    expect(light.y).toBeCloseTo(y / 100, 1)
  })

  it('in training windows, frame by frame', () => {
    const config = { ...recipe('csr-5000-50'), crop_px: 64, density_perUm2: [0.05, 0.05] as [number, number] }
    const make = createWindows(config)
    const { crop_px: crop, window } = config
    const reach = 6
    const errors = { x: [] as number[], y: [] as number[], ratio: [] as number[] }
    for (let w = 0; w < 150; w++) {
      const { photons, emitters, background_photons } = make('training', w)
      const rows = Array.from({ length: emitters.length / 6 }, (_, i) => emitters.subarray(6 * i, 6 * i + 6))
      for (const [frame, x, y, z, brightness] of rows) {
        const alone = rows.every((other) => other[0] !== frame || (other[1] === x && other[2] === y) || Math.hypot(other[1] - x, other[2] - y) > 16)
        const [column, row] = [Math.floor(x) - reach, Math.floor(y) - reach]
        if (!alone || brightness < 2000 || Math.abs(z) > 400 || Math.min(column, row) < 6 || Math.max(column, row) + 2 * reach + 6 >= crop) continue
        const patch: number[] = []
        // Target frame t is frame t + 1 of the window: the first and the last are context.
        for (let j = 0; j <= 2 * reach; j++) for (let i = 0; i <= 2 * reach; i++) patch.push(photons[((frame + 1) * crop + row + j) * crop + column + i])
        const light = lightOf(patch, 2 * reach + 1, background_photons)
        errors.x.push(column + light.x - x)
        errors.y.push(row + light.y - y)
        errors.ratio.push(light.total / brightness)
      }
      expect(photons.length).toBe((window + 2) * crop * crop)
    }
    expect(errors.x.length).toBeGreaterThan(60)
    // A centroid over 13×13 pixels scatters by about 0.25 px at 50 photons of background.
    const tolerance = (4 * 0.25) / Math.sqrt(errors.x.length)
    expect(Math.abs(mean(errors.x))).toBeLessThan(tolerance)
    expect(Math.abs(mean(errors.y))).toBeLessThan(tolerance)
    expect(Math.abs(mean(errors.ratio) - 1)).toBeLessThan(0.03)
  })
})
