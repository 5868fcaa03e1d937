// The engine as window and web host will use it: one contract, jobs with states and progress, arguments checked at the door.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { challengeCamera } from '../../core/camera/camera.ts'
import { toCodedError } from '../../electron/contract/errors.ts'
import type { Job, ProgressEvent } from '../../electron/contract/jobs.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { spotModel } from '../fixtures/structloc.ts'

const folder = mkdtempSync(join(tmpdir(), 'structloc-engine-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string): string => join(folder, name)
const frames = 1200

beforeAll(async () => {
  const engine = createEngine()
  await engine.run('simulate', {
    out: file('m.tif'), width_px: 64, height_px: 64, frames, seed: 5, sampling: { kind: 'csr' }, density: { perUm2: 0.3 },
    acquisition: { psf: { type: 'astigmatic' }, camera: challengeCamera, zRange: [-750, 750], photons: 5000, background: [50, 50], onTime_frames: [2, 2] },
  })
  await engine.close()
})
const localization = (out: string) => ({ movie: file('m.tif'), model: spotModel, out: file(out), provider: 'cpu' as const })

describe('jobs', () => {
  test('pass through queued, running and done, and tell how far they are', async () => {
    const engine = createEngine()
    const states: Job['state'][] = []
    const progress: ProgressEvent[] = []
    engine.on({ state: ({ state }) => states.push(state), progress: (event) => progress.push(event) })
    const job = engine.start('localize', localization('a.csv'))
    const result = await engine.wait({ id: job.id, kind: 'localize' })
    await engine.close()
    expect(states).toEqual(['queued', 'running', 'done'])
    expect(progress.at(-1)).toMatchObject({ jobId: job.id, done: frames, total: frames, unit: 'frames' })
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).toSorted((a, b) => a - b))
    expect(result).toMatchObject({ frames, model: { id: 'test.bright-spots' } })
  })

  test('one that was cancelled keeps what it found and goes on to the table of an undisturbed run, in an engine started later', async () => {
    const workspace = file('w.sqlite')
    const first = createEngine({ workspace })
    const job = first.start('localize', localization('b.csv'))
    first.on({ progress: () => first.cancel(job.id) })
    await expect(first.wait({ id: job.id, kind: 'localize' })).rejects.toMatchObject({ code: 'cancelled' })
    expect(first.jobs()).toMatchObject([{ id: job.id, state: 'cancelled' }])
    const part = readFileSync(file('b.csv'), 'utf8')
    await first.close()

    const second = createEngine({ workspace })
    const again = second.resume(job.id)
    expect(again.id).toBe(job.id)
    const { resumedAfter } = await second.wait({ id: job.id, kind: 'localize' })
    expect(second.jobs()).toMatchObject([{ id: job.id, state: 'done' }])
    await second.close()
    expect(resumedAfter).toBeGreaterThan(0)
    const whole = readFileSync(file('b.csv'), 'utf8')
    expect(whole.startsWith(part)).toBe(true)
    expect(whole.length).toBeGreaterThan(part.length)
    expect(whole).toBe(readFileSync(file('a.csv'), 'utf8'))
  })

  test('of two unfinished runs the one that is asked for goes on', async () => {
    const engine = createEngine({ workspace: file('two.sqlite') })
    for (const threshold of [0.3, 0.6]) {
      const job = engine.start('localize', { ...localization(`t${threshold}.csv`), threshold })
      const end = engine.on({ progress: () => engine.cancel(job.id) })
      await engine.wait({ id: job.id, kind: 'localize' }).catch(() => undefined)
      end()
    }
    const { resumedAfter, threshold } = await engine.run('localize', { ...localization('t0.3.csv'), threshold: 0.3, resume: true })
    await engine.close()
    expect(threshold).toBe(0.3)
    expect(resumedAfter).toBeGreaterThan(0)
  })
})

describe('the door', () => {
  test('arguments are checked before anything is queued: the error names call, place and value', async () => {
    const engine = createEngine()
    const refused = (work: () => unknown): unknown => {
      try {
        return work()
      } catch (error) {
        return toCodedError(error)
      }
    }
    expect(refused(() => engine.start('localize', { ...localization('x.csv'), threshold: 7 }))).toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/^localize: threshold/) })
    expect(refused(() => engine.start('localize', { ...localization('x.csv'), colour: 'red' } as never))).toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/colour/) })
    expect(engine.jobs()).toEqual([])
    await engine.close()
  })

  test('a failed job has a code and a sentence', async () => {
    const engine = createEngine()
    await expect(engine.run('localize', { ...localization('x.csv'), movie: file('none.tif') })).rejects.toMatchObject({ code: 'not-found' })
    expect(engine.jobs()).toMatchObject([{ state: 'failed', error: { code: 'not-found', message: expect.stringContaining('none.tif') } }])
    await engine.close()
  })
})
