// LUENN through the real processes: a tiny network of that kind (tests/fixtures/luenn, trained by its training.json on one core for some minutes)
// localizes like any other; trainings of its kind leave models that do.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crlb } from '../../core/evaluation/crlb.ts'
import { evaluate } from '../../core/evaluation/evaluate.ts'
import { concatTables, localizationColumns, type EmitterTable, type LocalizationTable } from '../../core/localizations/table.ts'
import { createPsf } from '../../core/psf/create.ts'
import type { MovieSpec } from '../../core/simulation/movie.ts'
import { trainArgs } from '../../electron/contract/calls.ts'
import { inferFrame, localizeFrames, type LocalizeOptions } from '../../electron/engine/inference/localize-frames.ts'
import { loadModel, type StoredModel } from '../../electron/engine/inference/model-folder.ts'
import { createInference, type OpenModel } from '../../electron/engine/inference/supervisor.ts'
import type { MovieSource } from '../../electron/engine/movies/movie-source.ts'
import { simulatedSource } from '../../electron/engine/training/simulated-source.ts'
import { trainJob } from '../../electron/engine/training/train-job.ts'
import { trainerPython } from '../../electron/engine/training/trainer-python.ts'
import { recipe } from '../fixtures/recipe.ts'

const fixture = fileURLToPath(new URL('../fixtures/luenn/', import.meta.url))
const inference = createInference({ threads: 1 })
let stored: StoredModel
let model: OpenModel
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'structloc-luenn-'))
  stored = await loadModel(fixture)
  model = await inference.open(stored, { provider: 'cpu' })
})
afterAll(async () => {
  await inference.close()
  await rm(folder, { recursive: true })
})

const python = (() => {
  try {
    return trainerPython()
  } catch (error) {
    console.error(`SKIPPED: training LUENN (${(error as Error).message})`)
    return undefined
  }
})()

function simulated(density: MovieSpec['density'], frames: number, size_px = 64): Promise<{ movie: MovieSource; truth: EmitterTable }> {
  const acquisition = { ...stored.card.acquisition, background: [50, 50] as [number, number], onTime_frames: [2, 2] as [number, number] }
  return simulatedSource({ acquisition, sampling: { kind: 'csr' }, density, width_px: size_px, height_px: size_px, frames, seed: 4711 })
}

async function localize(movie: MovieSource, options: LocalizeOptions = {}, first = 0, end = movie.info.frames): Promise<LocalizationTable> {
  const tables = []
  for await (const chunk of localizeFrames(movie, model, stored.card.acquisition.camera, { first, end }, options)) tables.push(chunk.localizations)
  return concatTables(tables)
}

function expectSameTable(a: LocalizationTable, b: LocalizationTable): void {
  expect([...a.frame]).toEqual([...b.frame])
  for (const name of localizationColumns) {
    for (let i = 0; i < a.frame.length; i++) expect(Math.abs(a[name][i] - b[name][i]), name).toBeLessThan(0.1 + 1e-3 * Math.abs(b[name][i]))
  }
}

describe('a LUENN network', () => {
  test('finds lone emitters near their places, with their photons and background', async () => {
    const { movie, truth } = await simulated({ emittersPerFrame: 1 }, 300)
    const found = await localize(movie)
    const scores = evaluate(found, truth, { fieldOfView: { width: 6400, height: 6400 }, minimumPhotons: 500 })
    expect(scores.recall).toBeGreaterThan(0.75)
    expect(scores.precision).toBeGreaterThan(0.75)
    expect(scores.rmseLateral).toBeLessThan(50)
    const { detection, truth: partner } = scores.matching
    const ratios = Array.from(detection, (row, i) => found.photons[row] / truth.photons[partner[i]]).sort((a, b) => a - b)
    expect(ratios[Math.floor(ratios.length / 2)]).toBeGreaterThan(0.93)
    expect(ratios[Math.floor(ratios.length / 2)]).toBeLessThan(1.07)
    const backgrounds = [...found.background].sort((a, b) => a - b)
    expect(backgrounds[Math.floor(backgrounds.length / 2)]).toBeGreaterThan(45)
    expect(backgrounds[Math.floor(backgrounds.length / 2)]).toBeLessThan(55)
  })

  test('states the Cramér-Rao bounds of what it found as uncertainties', async () => {
    const { movie } = await simulated({ perUm2: 0.2 }, 5)
    const found = await localize(movie)
    const { camera, psf, pixelSize } = stored.card.acquisition
    const bound = crlb(createPsf(psf, pixelSize), camera, found.x[0], found.y[0], found.z[0], [{ photons: found.photons[0], background_photons: found.background[0] }])
    expect(found.sigma_x[0] / bound.x).toBeCloseTo(1, 4)
    expect(found.sigma_z[0] / bound.z).toBeCloseTo(1, 4)
    for (const name of ['sigma_x', 'sigma_y', 'sigma_z', 'sigma_photons'] as const) {
      expect([...found[name]].every((value) => Number.isFinite(value) && value > 0), name).toBe(true)
    }
  })

  test('gives the same rows whatever the chunks, and for a range of frames as for the movie: it sees no neighbours', async () => {
    const { movie } = await simulated({ perUm2: 0.3 }, 9, 52)
    const whole = await localize(movie)
    expect(whole.frame.length).toBeGreaterThan(30)
    expectSameTable(await localize(movie, { chunkFrames: 2 }), whole)
    const rows = [...whole.frame.keys()].filter((row) => whole.frame[row] >= 3 && whole.frame[row] < 5)
    const part = await localize(movie, {}, 3, 5)
    expect(part.frame.length).toBe(rows.length)
    rows.forEach((row, i) => expect(part.x[i]).toBeCloseTo(whole.x[row], 1))
  })

  test('gives the same rows from frames in tiles', async () => {
    const { movie } = await simulated({ perUm2: 0.2 }, 1, 200)
    const whole = await localize(movie, { runPixels: 3 * 200 * 200 })
    expect(whole.frame.length).toBeGreaterThan(40)
    expectSameTable(await localize(movie, { runPixels: 3 * 152 * 152 }), whole)
  })

  test('shows in a preview the rows that localizing gives, at any threshold', async () => {
    const { movie } = await simulated({ perUm2: 0.5 }, 4)
    const { detections, maps } = await inferFrame(movie, model, stored.card.acquisition.camera, 2, { dense: true })
    expect(maps).toMatchObject({ width: 256, height: 256 })
    for (const threshold of [0.3, 0.6]) {
      const rows = await localize(movie, { decoding: { method: 'amplitude', threshold } }, 2, 3)
      expectSameTable(detections.toTable(threshold, 2, 100), rows)
    }
  })

  test('is not read as a network of another kind', async () => {
    const { movie } = await simulated({ perUm2: 0.2 }, 3)
    await expect(localize(movie, { decoding: { method: 'merge', threshold: 0.4 } })).rejects.toThrow(/'luenn' cannot be read by 'merge': 'amplitude' would be right/)
  })
})

test.skipIf(python === undefined)('a LUENN training leaves a model whose card says what it is, with a threshold of its own', async () => {
  const config = recipe('luenn-csr-5000-50', {
    id: 'test.luenn', crop_px: 24, window: 3, network: { architecture: 'luenn', size: 'tiny' },
    optimization: { targets: 60, batchWindows: 2, learningRate: 8e-4, milestones: [30] }, validation: { windows: 4, everyTargets: 30 },
  })
  const out = join(folder, 'model')
  const result = await trainJob(trainArgs.parse({ config, out }), { signal: new AbortController().signal, report: () => undefined, notice: () => undefined })
  expect(result).toMatchObject({ id: 'test.luenn', reason: 'finished', targets: 60 })
  const { card } = await loadModel(out)
  expect(card).toMatchObject({ architecture: { name: 'luenn', upsampling: 4, spotSigma: 1, uncertainty: 'crlb' }, decoding: { method: 'amplitude', threshold: result.threshold } })
})

test('the recipes of LUENN are alike in all but the sampling, and like the others in light, camera, depth and first weights', () => {
  const [csr, structured, other] = ['luenn-csr-5000-50', 'luenn-microtubules-5000-50', 'csr-5000-50'].map((name) => recipe(name))
  const named = { id: '', title: '', description: '' }
  expect({ ...structured, ...named, sampling: {} }).toEqual({ ...csr, ...named, sampling: {} })
  expect([csr.sampling, structured.sampling]).toEqual([{ kind: 'csr' }, { kind: 'microtubules' }])
  for (const key of ['acquisition', 'seed', 'initialSeed', 'crop_px', 'window'] as const) expect(csr[key], key).toEqual(other[key])
})
