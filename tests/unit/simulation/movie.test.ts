import { describe, expect, it } from 'vitest'
import { concatTables } from '../../../core/localizations/table.ts'
import { createMovie, type MovieSpec } from '../../../core/simulation/movie.ts'
import { Random } from '../../../core/random/random.ts'
import { litEmitters } from '../../../core/simulation/scene.ts'
import { createWindows } from '../../../core/training/window.ts'
import { mean, variance } from '../../fixtures/statistics.ts'
import { recipe } from '../../fixtures/recipe.ts'

const acquisition = { ...recipe('csr-5000-50').acquisition, background: [50, 50] as [number, number], onTime_frames: [2, 2] as [number, number] }
const spec = (changes: Partial<MovieSpec> = {}): MovieSpec => ({
  acquisition, sampling: { kind: 'csr' }, density: { perUm2: 0.5 }, width_px: 48, height_px: 40, frames: 300, seed: 5, ...changes,
})

describe('a simulated movie', () => {
  it('is the same in whatever chunks it is made', () => {
    const movie = createMovie(spec({ frames: 20, sampling: { kind: 'rings' } }))
    const whole = movie.simulate(0, 20)
    const parts = [movie.simulate(0, 7), movie.simulate(7, 1), movie.simulate(8, 12)]
    expect(parts.flatMap((part) => Array.from(part.frames))).toEqual(Array.from(whole.frames))
    expect(concatTables(parts.map((part) => part.truth))).toEqual(whole.truth)
  })

  it('differs with the seed', () => {
    const first = (seed: number) => createMovie(spec({ seed })).simulate(0, 1).frames
    expect(first(1)).toEqual(first(1))
    expect(first(1)).not.toEqual(first(2))
  })

  it.each([['csr', 0.2], ['csr', 2], ['microtubules', 0.5], ['rings', 0.5], ['filaments', 1]])('%s shows the density asked for (%d µm⁻²)', (kind, perUm2) => {
    const movie = createMovie(spec({ sampling: { kind }, density: { perUm2 } }))
    const rows = movie.simulate(0, 300).truth.frame.length
    const expected = perUm2 * 4.8 * 4 * 300
    // Rows of a molecule come together (three on average), so counts scatter more than Poisson's.
    expect(Math.abs(rows - expected)).toBeLessThan(5 * Math.sqrt(4 * expected))
  })

  it('keeps a molecule at its place, numbers molecules once, and holds only truth', () => {
    const { truth } = createMovie(spec()).simulate(0, 300)
    const places = new Map<number, string>()
    for (let i = 0; i < truth.id.length; i++) {
      const place = `${truth.x[i]} ${truth.y[i]} ${truth.z[i]}`
      expect(places.get(truth.id[i]) ?? place).toBe(place)
      places.set(truth.id[i], place)
      expect(truth.photons[i]).toBeGreaterThanOrEqual(50)
      expect(truth.x[i] >= 0 && truth.x[i] < 4800 && truth.y[i] >= 0 && truth.y[i] < 4000 && Math.abs(truth.z[i]) <= 750).toBe(true)
    }
    expect(new Set(places.values()).size).toBe(places.size)
  })

  it('without emitters is background with the camera’s mean and variance', () => {
    const { frames } = createMovie(spec({ density: { emittersPerFrame: 0 }, frames: 100 })).simulate(0, 100)
    const electrons = 50 * 0.9 + 0.002
    const perElectron = 300 / 45
    expect(mean(frames)).toBeCloseTo(100 + electrons * perElectron - 0.5, -0.5)
    const expected = (2 * electrons + (74.4 / 300) ** 2) * perElectron ** 2
    expect(variance(frames) / expected).toBeGreaterThan(0.97)
    expect(variance(frames) / expected).toBeLessThan(1.03)
  })

  it('is in a steady state from its first frame on', () => {
    const movie = createMovie(spec({ density: { perUm2: 3 }, frames: 400 }))
    const { truth } = movie.simulate(0, 400)
    const counts = Array.from({ length: 400 }, () => 0)
    for (const frame of truth.frame) counts[frame]++
    const [early, late] = [mean(counts.slice(0, 40)), mean(counts.slice(40))]
    expect(Math.abs(early / late - 1)).toBeLessThan(0.1)
  })

  it('says so when nothing of a structure is in the field of view', () => {
    expect(() => createMovie(spec({ sampling: { kind: 'points', x: [9e6], y: [0], z: [0] } }))).toThrow(/no molecule inside/)
  })
})

describe('training windows', () => {
  it('depend on role and index alone', () => {
    const config = recipe('microtubules-5000-50')
    const [a, b] = [createWindows(config), createWindows(config)]
    a('training', 3)
    expect(a('training', 9)).toEqual(b('training', 9))
    expect(a('validation', 9).photons).not.toEqual(a('training', 9).photons)
  })

  it('hold T + 2 frames in photons and targets of the T middle ones, inside the crop, bright enough', () => {
    const config = recipe('csr-5000-50')
    const window = createWindows(config)('training', 1)
    expect(window.photons.length).toBe(8 * 40 * 40)
    for (let i = 0; i < window.emitters.length; i += 6) {
      const [frame, x, y, z, photons] = window.emitters.subarray(i, i + 5)
      expect(frame >= 0 && frame < 6 && x >= 0 && x < 40 && y >= 0 && y < 40 && Math.abs(z) <= 750 && photons >= 100).toBe(true)
    }
    expect(mean(window.photons)).toBeGreaterThan(window.background_photons)
  })
})

describe('lit emitters', () => {
  it('of single frames are those of the whole run', () => {
    const config = acquisition
    const scene = {
      acquisition: config, psf: undefined as never, blinking: { onTime_frames: 2, photons: 1000, photonSpread: 0.3 }, background_photons: 1,
      structure: { draw: (count: number) => ({ x: new Float32Array(count), y: new Float32Array(count), z: new Float32Array(count) }) },
      activationsPerFrame: 4, width_px: 8, height_px: 8, random: new Random(1),
    }
    const all = litEmitters(scene, 0, 10)
    const single = Array.from({ length: 10 }, (_, frame) => litEmitters(scene, frame, 1).photons.reduce((a, b) => a + b, 0))
    const sums = single.map((_, frame) => all.photons.reduce((sum, value, i) => sum + (all.frame[i] === frame ? value : 0), 0))
    single.forEach((value, frame) => expect(value).toBeCloseTo(sums[frame], 1))
  })
})
