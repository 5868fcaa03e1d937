// The spike-in test through the engine: on a simulated movie its recall must be what ordinary truth scoring gives.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SpikeInResult } from '../../electron/contract/results.ts'
import type { TableScores } from '../../electron/engine/tables/evaluate-tables.ts'
import { connected, csrMovie, temporary, type OpenedDoor } from '../fixtures/door.ts'
import { spotModel } from '../fixtures/structloc.ts'

const { folder, file, remove } = temporary('spike-in')
let opened: OpenedDoor
const model = 'csr-5000-50'
const frames = 200

async function job<T>(kind: 'simulate' | 'localize' | 'evaluate' | 'spike-in', args: unknown): Promise<T> {
  const { window } = opened
  return await window.call('result', { job: (await window.call('start', { kind, args })).id }) as T
}

beforeAll(async () => {
  opened = connected(folder)
  // Hardly any emitters of its own, and, for comparison, one simulated with the emitters that are added to the first.
  await job('simulate', csrMovie(file('empty.tif'), frames, { density: { perUm2: 0.01 } }))
  await job('simulate', csrMovie(file('full.tif'), frames, { density: { perUm2: 0.31 }, seed: 77 }))
})
afterAll(async () => {
  await opened.close()
  remove()
})

describe('a spike-in test', () => {
  test('finds the recall and errors that ordinary truth gives on a movie of the same density', async () => {
    const spiked = await job<SpikeInResult>('spike-in', { movie: file('empty.tif'), models: [model], out: file('spikes.json'), density_perUm2: 0.3, provider: 'cpu', seed: 3, acquisition: csrMovie('', 1).acquisition })
    await job('localize', { movie: file('full.tif'), model, out: file('full.csv'), provider: 'cpu' })
    const ordinary = await job<TableScores>('evaluate', { localizations: file('full.csv'), truth: file('full.truth.csv'), minimumPhotons: 200 })
    const [scores] = spiked.scores
    expect(scores.added).toBeGreaterThan(1200)
    // Binomial, and molecules last two frames or so: three times the variance of single rows.
    const spread = Math.sqrt(3 * ordinary.recall! * (1 - ordinary.recall!) * (1 / scores.added + 1 / (ordinary.tp + ordinary.fn)))
    expect(Math.abs(scores.recall! - ordinary.recall!)).toBeLessThan(4 * spread)
    expect(scores.rmseLateral! / ordinary.rmseLateral!).toBeGreaterThan(0.85)
    expect(scores.rmseLateral! / ordinary.rmseLateral!).toBeLessThan(1.18)
    expect(scores.rmseAxial! / ordinary.rmseAxial!).toBeGreaterThan(0.85)
    expect(scores.rmseAxial! / ordinary.rmseAxial!).toBeLessThan(1.18)
    expect(scores.calibration.x!.deviation / ordinary.calibration.x!.deviation).toBeGreaterThan(0.8)
    expect(scores.calibration.x!.deviation / ordinary.calibration.x!.deviation).toBeLessThan(1.25)
    expect(scores.chance).toBeLessThan(0.05)
    // The precision of ordinary truth says how many detections are of nothing: as many arise here.
    expect(scores.arisen).toBeLessThan(0.2 * scores.found)
  })

  test('leaves its scores, the added emitters, each table, and the copy that gives these tables', async () => {
    const result = await job<SpikeInResult>('spike-in', { movie: file('empty.tif'), models: [model, spotModel], out: file('kept.json'), frames: { first: 50, end: 80 }, density_perUm2: 0.2, isolation: 800, keepMovie: true, provider: 'cpu' })
    expect(result).toMatchObject({ frames: { first: 50, end: 80 }, truth: file('kept.added.csv'), movie: file('kept.frames.tif'), cameraFrom: 'movie' })
    expect(result.scores.map(({ model: { id } }) => id)).toEqual([model, 'test.bright-spots'])
    expect(JSON.parse(readFileSync(result.out, 'utf8'))).toMatchObject({ structloc: 'spike-in', source: file('empty.tif'), emitters: result.emitters, isolation: 800, scores: [{ recall: result.scores[0].recall }, {}] })
    expect(await opened.window.call('info', { movie: result.movie! })).toMatchObject({ frames: 30, width: 64, camera: { type: 'emccd' }, pixelSize: 100 })
    const truth = await opened.window.call('readTable', { path: result.truth })
    expect(truth.table.frame.length).toBe(result.emitters)
    expect(Math.max(...truth.table.frame)).toBeLessThan(30)

    // Away from its ends, where the copy lacks the frames beside it, the copy localized is the table.
    await job('localize', { movie: result.movie, model, out: file('copy.csv'), provider: 'cpu' })
    const scored = async (localizations: string): Promise<number> => (await job<TableScores>('evaluate', { localizations, truth: result.truth, frames: { first: 1, end: 29 } })).tp
    expect(await scored(file('copy.csv'))).toBe(await scored(result.scores[0].table))
  })

  test('of frames that are not there, or a density that adds nothing, is refused in a sentence', async () => {
    const args = { movie: file('empty.tif'), models: [spotModel], out: file('x.json'), provider: 'cpu' }
    await expect(job('spike-in', { ...args, frames: { first: 0, end: 500 } })).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('1:200') })
    await expect(job('spike-in', { ...args, frames: { first: 0, end: 1 }, density_perUm2: 1e-6 })).rejects.toThrow(/raise the density/)
    await expect(job('spike-in', { ...args, models: [] })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('that is stopped leaves nothing', async () => {
    const { window } = opened
    const { id } = await window.call('start', { kind: 'spike-in', args: { movie: file('empty.tif'), models: [model], out: file('stopped.json'), provider: 'cpu' } })
    const off = window.on('progress', ({ jobId }) => { if (jobId === id) void window.call('cancel', { job: id }) })
    await expect(window.call('result', { job: id })).rejects.toMatchObject({ code: 'cancelled' })
    off()
    expect(() => readFileSync(file('stopped.json'))).toThrow(/ENOENT/)
  })
})
