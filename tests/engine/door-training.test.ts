// Trainings through the door: in a lane of their own, watched, paused, resumed, stopped, used.
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineEvents } from '../../electron/contract/api.ts'
import type { Job } from '../../electron/contract/jobs.ts'
import type { SetupTrainerResult, TrainResult } from '../../electron/contract/results.ts'
import { environmentSteps, makeEnvironment } from '../../electron/engine/training/python-environment.mjs'
import { setUpTrainerJob } from '../../electron/engine/training/setup-trainer-job.ts'
import { trainerPython } from '../../electron/engine/training/trainer-python.ts'
import { connected, csrMovie, temporary, type OpenedDoor } from '../fixtures/door.ts'
import { recipe } from '../fixtures/recipe.ts'
import { spotModel } from '../fixtures/structloc.ts'

const python = (() => {
  try {
    return trainerPython()
  } catch (error) {
    console.error(`SKIPPED: trainings through the door (${(error as Error).message})`)
    return undefined
  }
})()

const config = recipe('csr-5000-50', {
  id: 'test.mine', crop_px: 24, window: 3, network: { size: 'tiny' },
  optimization: { targets: 10_000_000, batchWindows: 2 }, validation: { windows: 4, everyTargets: 30 },
})

describe.skipIf(python === undefined)('a training', () => {
  const { folder, file, remove } = temporary('door-training')
  let opened: OpenedDoor
  const points: EngineEvents['training'][] = []
  const states: string[] = []
  let training: Job

  /** The next state of the training that is one of these. */
  const until = (...wanted: string[]): Promise<string> => new Promise((resolve) => {
    const off = opened.window.on('job', ({ id, state }) => {
      if (id !== training.id || !wanted.includes(state)) return
      off()
      resolve(state)
    })
  })
  const learned = (): Promise<void> => expect.poll(() => points.filter(({ kind }) => kind === 'validation').length, { timeout: 300_000 }).toBeGreaterThan(0)

  beforeAll(() => {
    opened = connected(folder, { workspace: file('w.sqlite') })
    opened.window.on('training', (point) => points.push(point))
    opened.window.on('job', ({ id, kind, state }) => states.push(`${id} ${kind} ${state}`))
  })
  afterAll(async () => {
    await opened.close()
    remove()
  })

  test('has an environment that is tried out without anything else', async () => {
    expect(await opened.window.call('trainer', {})).toMatchObject({ name: 'Trainer', ok: true, found: expect.stringMatching(/^Python 3\.\d+\.\d+, torch \d/) })
    expect(opened.engine.inference.status().generation).toBe(0)
  })

  test('does not hold up localizations, and tells what its curves need', async () => {
    const { window } = opened
    training = await window.call('start', { kind: 'train', args: { config } })
    const simulation = await window.call('start', { kind: 'simulate', args: csrMovie(file('m.tif'), 30) })
    const localization = await window.call('start', { kind: 'localize', args: { movie: file('m.tif'), model: spotModel, out: file('m.csv'), provider: 'cpu' } })
    await window.call('result', { job: localization.id })
    expect(states.indexOf(`${simulation.id} simulate done`)).toBeLessThan(states.indexOf(`${localization.id} localize running`))
    expect((await window.call('jobs', {})).find(({ id }) => id === training.id)?.state).toBe('running')
    await learned()
    const last = points.findLast(({ kind }) => kind === 'validation')!
    expect(last).toMatchObject({ jobId: training.id, targets: expect.any(Number), loss: expect.any(Number) })
    await expect.poll(() => points.find(({ kind }) => kind === 'progress'), { timeout: 300_000 }).toMatchObject({ rate: expect.any(Number), jaccard: null })
    const curve = await window.call('trainingCurve', { job: training.id })
    expect(curve).toContainEqual(expect.objectContaining({ kind: 'validation', targets: last.targets, loss: last.loss }))
  })

  test('is paused by its checkpoint without a model, and goes on by its number', async () => {
    const { window } = opened
    const paused = until('cancelled', 'failed', 'done')
    await window.call('cancel', { job: training.id, pause: true })
    expect(await paused).toBe('cancelled')
    expect(existsSync(join(folder, 'models', 'test.mine', 'checkpoint.json'))).toBe(true)
    expect((await window.call('models', {})).models.map(({ id }) => id)).not.toContain('test.mine')
    const before = Math.max(...points.map(({ targets }) => targets))
    points.length = 0
    await window.call('resume', { job: training.id })
    await learned()
    expect(points.at(-1)!.targets).toBeGreaterThan(before)
  })

  test('is interrupted by the end of the program, and goes on in its next life', async () => {
    await opened.close()
    opened = connected(folder, { workspace: file('w.sqlite') })
    const { window } = opened
    window.on('training', (point) => points.push(point))
    expect((await window.call('jobs', {})).find(({ id }) => id === training.id)).toMatchObject({ state: 'interrupted', error: { code: 'process-died' } })
    points.length = 0
    await window.call('resume', { job: training.id })
    await learned()
  })

  test("stopped becomes one of the person's own models, ready for use", async () => {
    const { window } = opened
    await window.call('cancel', { job: training.id })
    const result = await window.call('result', { job: training.id }) as TrainResult
    expect(result).toMatchObject({ id: 'test.mine', reason: 'stopped', folder: join(folder, 'models', 'test.mine') })
    expect((await window.call('models', {})).models).toContainEqual(expect.objectContaining({ id: 'test.mine', origin: 'own' }))
    expect((await window.call('preview', { movie: file('m.tif'), model: 'test.mine', frame: 3, provider: 'cpu' })).localizations.frame).toBeInstanceOf(Int32Array)
  })

  test('the environment is tried out, where it is there already', async () => {
    const before = process.env.STRUCTLOC_PYTHON
    process.env.STRUCTLOC_PYTHON = python
    try {
      const job = await opened.window.call('start', { kind: 'setup-trainer', args: {} })
      expect(await opened.window.call('result', { job: job.id }) as SetupTrainerResult).toMatchObject({ python, already: true, torch: expect.stringMatching(/^\d/) })
    } finally {
      if (before === undefined) delete process.env.STRUCTLOC_PYTHON
      else process.env.STRUCTLOC_PYTHON = before
    }
  })
})

describe("the trainer's environment", () => {
  const nobody = new AbortController().signal

  test('is made once, step by step, and a change of its requirements makes it anew', async () => {
    const place = await mkdtemp(join(tmpdir(), 'structloc-environment-'))
    const requirements = join(place, 'requirements.txt')
    const steps: number[] = []
    const options = { folder: join(place, 'python'), requirements, signal: nobody, onStep: (step: number) => { steps.push(step) } }
    await writeFile(requirements, '# nothing\n')
    const made = await makeEnvironment(options)
    expect(existsSync(made.python)).toBe(true)
    expect(steps).toEqual(Array.from({ length: environmentSteps }, (_, i) => i))
    expect([made.already, (await makeEnvironment(options)).already]).toEqual([false, true])

    await writeFile(requirements, '/nowhere/package.whl\n')
    await expect(makeEnvironment(options)).rejects.toThrow(/^pip could not install the trainer's packages: .*package\.whl/)
    await rm(place, { recursive: true })
  })

  test('that was stopped while it was made is cancelled, not failed', async () => {
    const place = await mkdtemp(join(tmpdir(), 'structloc-environment-'))
    const stop = new AbortController()
    stop.abort()
    await expect(setUpTrainerJob({}, { signal: stop.signal, report: () => undefined, notice: () => undefined }, { ...process.env, STRUCTLOC_PYTHON: '', STRUCTLOC_DATA: place }))
      .rejects.toMatchObject({ code: 'cancelled' })
    await rm(place, { recursive: true })
  })
})
