// Previews through a real channel, the engine and its one inference process.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { EngineEvents } from '../../electron/contract/api.ts'
import { trainingSchema } from '../../core/training/config.ts'
import { connected, csrMovie, temporary, type OpenedDoor } from '../fixtures/door.ts'
import { recipe } from '../fixtures/recipe.ts'
import { spotModel } from '../fixtures/structloc.ts'
import { rowsOf } from '../fixtures/tables.ts'

const { folder, file, remove } = temporary('preview')
let opened: OpenedDoor
const frames = 60
const preview = (frame: number, threshold?: number) => ({ movie: file('m.tif'), model: spotModel, frame, threshold, provider: 'cpu' as const })

beforeAll(async () => {
  opened = connected(folder)
  const { window } = opened
  await window.call('result', { job: (await window.call('start', { kind: 'simulate', args: csrMovie(file('m.tif'), frames, { density: { perUm2: 1 } }) })).id })
})
afterAll(async () => {
  await opened.close()
  remove()
})

describe('a preview', () => {
  test('shows the rows that localizing gives, with the state of the process said', async () => {
    const { window } = opened
    const job = await window.call('start', { kind: 'localize', args: { movie: file('m.tif'), model: spotModel, out: file('a.csv'), provider: 'cpu' } })
    await window.call('result', { job: job.id })
    const { table } = await window.call('readTable', { path: file('a.arrow') })
    const all = await window.call('preview', preview(20))
    expect(all).toMatchObject({ provider: 'cpu', threshold: 0.45 })
    expect(all.localizations.frame.length).toBeGreaterThan(3)
    const rows = rowsOf(table as never).filter(([frame]) => frame === 20)
    expect(rowsOf(all.localizations).map((row) => row.map((value) => Number(value.toPrecision(4))))).toEqual(rows.map((row) => row.map((value) => Number(value.toPrecision(4)))))
  })

  test('of another threshold comes without the network, and has the rows above it', async () => {
    const { window } = opened
    const low = await window.call('preview', preview(20, 0.1))
    const high = await window.call('preview', preview(20, 0.8))
    expect([low.seconds, high.seconds]).toEqual([0, 0])
    expect(high.localizations.frame.length).toBeLessThan(low.localizations.frame.length)
    expect([...high.localizations.x]).toEqual([...low.localizations.x].filter((_, i) => low.localizations.probability[i] > 0.8))
  })

  test('runs the frames beside it ahead', async () => {
    const { window, engine } = opened
    const use = vi.spyOn(engine.inference, 'use')
    await window.call('preview', preview(30))
    await expect.poll(() => use.mock.settledResults.filter(({ type }) => type === 'fulfilled').length).toBe(4)
    use.mockRestore()
    for (const frame of [31, 29, 32]) expect((await window.call('preview', preview(frame))).seconds).toBe(0)
  })

  test('that nobody wants any more is dropped, and the next is answered', async () => {
    const { window } = opened
    const stop = new AbortController()
    const stale = Array.from({ length: 8 }, (_, i) => window.call('preview', preview(40 + i), { signal: stop.signal }))
    const outcomes = Promise.allSettled(stale)
    stop.abort()
    expect((await outcomes).map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : one.status))).toEqual(Array.from({ length: 8 }, () => 'cancelled'))
    expect((await window.call('preview', preview(50))).localizations.frame).toBeInstanceOf(Int32Array)
  })

  test('of a frame, model or movie that is not there is refused in a sentence', async () => {
    const { window } = opened
    await expect(window.call('preview', preview(frames))).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining(`frames 1 to ${frames}`) })
    await expect(window.call('preview', { ...preview(0), model: 'nobody' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(window.call('preview', { ...preview(0), movie: file('none.tif') })).rejects.toMatchObject({ code: 'not-found' })
    await expect(window.call('preview', { ...preview(0), threshold: 7 })).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/^preview: threshold/) })
  })

  test('is answered also after the inference process was killed, and the window hears of it', async () => {
    const { window, engine } = opened
    const heard: EngineEvents['inference'][] = []
    const deaf = window.on('inference', (event) => heard.push(event))
    process.kill(engine.inference.status().pid!, 'SIGKILL')
    await expect.poll(() => heard.length).toBe(1)
    expect(heard[0]).toMatchObject({ running: false, message: expect.stringContaining('SIGKILL') })
    expect((await window.call('preview', preview(5))).localizations.frame.length).toBeGreaterThan(0)
    await expect.poll(() => heard.at(-1)?.running).toBe(true)
    expect(engine.inference.status().generation).toBe(2)
    deaf()
  })
})

test('the inference process ends some time after its last use, and starts again when it is needed', async () => {
  const lazy = connected(folder, { inferenceIdle_s: 0.05 })
  const heard: unknown[] = []
  lazy.window.on('inference', (event) => heard.push(event))
  await lazy.window.call('preview', preview(3))
  await expect.poll(() => lazy.engine.inference.status().pid).toBeUndefined()
  expect((await lazy.window.call('preview', preview(55))).localizations.frame).toBeInstanceOf(Int32Array)
  expect(heard).toEqual([])
  await lazy.close()
})

test('a model that was prepared is open before its first frame is asked for', async () => {
  const early = connected(folder)
  const heard: EngineEvents['provider'][] = []
  early.window.on('provider', (event) => heard.push(event))
  await early.window.call('prepare', { model: spotModel, provider: 'cpu' })
  expect(heard).toMatchObject([{ model: 'test.bright-spots', inUse: 'cpu' }])
  await early.window.call('preview', preview(3))
  expect([heard.length, early.engine.inference.status().generation]).toEqual([1, 1])
  await expect(early.window.call('prepare', { model: 'nobody' })).rejects.toMatchObject({ code: 'not-found' })
  await early.close()
})

describe("a training's preview", () => {
  const config = trainingSchema.parse(recipe('csr-5000-50', { crop_px: 32, window: 4 }))

  test('has the windows that the trainer will get: frames, emitters, the places molecules can be', async () => {
    const { crop_px, pixelSize, domain, windows } = await opened.window.call('simulatePreview', { config, windows: 2, points: 500 })
    expect([crop_px, pixelSize, windows.length]).toEqual([32, 100, 2])
    for (const { frames, adu, emitters, cloud } of windows) {
      expect(frames).toBe(6)
      expect(adu).toHaveLength(6 * 32 * 32)
      expect(Math.max(...emitters.frame)).toBeLessThan(6)
      expect(cloud.x).toHaveLength(500)
      expect(Math.min(...cloud.z)).toBeGreaterThanOrEqual(domain.z[0])
      for (let i = 0; i < emitters.x.length; i++) expect(emitters.x[i] >= 0 && emitters.x[i] < 3200).toBe(true)
    }
    const [, second] = windows
    const [again] = (await opened.window.call('simulatePreview', { config, windows: 1, points: 500, first: 1 })).windows
    expect(again).toEqual(second)
  })

  test('of a structure that does not exist is refused in a sentence, and the next one is answered', async () => {
    const { window } = opened
    await expect(window.call('simulatePreview', { config: { ...config, sampling: { kind: 'spirals' } } })).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('spirals') })
    expect((await window.call('simulatePreview', { config, windows: 1 })).windows).toHaveLength(1)
  })
})
