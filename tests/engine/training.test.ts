// Training through the real bridge: simulator, Python trainer, ONNX, card, threshold. Tiny networks and few steps: what is learned is
// tested elsewhere.
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { trainArgs, type TrainArgs } from '../../electron/contract/calls.ts'
import { loadModel } from '../../electron/engine/inference/model-folder.ts'
import type { JobContext } from '../../electron/engine/jobs/job-queue.ts'
import { calibrateModel, ofTheBest, thresholds } from '../../electron/engine/training/calibrate.ts'
import { parseEvent, type TrainerEvent } from '../../electron/engine/training/trainer-events.ts'
import { runTrainer } from '../../electron/engine/training/trainer-process.ts'
import { trainerPython } from '../../electron/engine/training/trainer-python.ts'
import { differingPaths, prepareFolder } from '../../electron/engine/training/training-folder.ts'
import { trainJob } from '../../electron/engine/training/train-job.ts'
import { validationMovies } from '../../electron/engine/training/validation-movies.ts'
import { recipe } from '../fixtures/recipe.ts'

const python = (() => {
  try {
    return trainerPython()
  } catch (error) {
    console.error(`SKIPPED: trainings (${(error as Error).message})`)
    return undefined
  }
})()

const config = recipe('csr-5000-50', {
  id: 'test.tiny', crop_px: 24, window: 3, network: { size: 'tiny' },
  optimization: { targets: 90, batchWindows: 2 }, validation: { windows: 4, everyTargets: 45 },
})
const endless = { ...config, optimization: { ...config.optimization, targets: 10_000_000 } }

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'structloc-train-')) })
afterAll(() => rm(folder, { recursive: true }))

interface Watched extends JobContext {
  notices: string[]
}
function context(signal = new AbortController().signal, onNotice: (message: string) => void = () => undefined, onReport: () => void = () => undefined): Watched {
  const notices: string[] = []
  return { signal, notices, report: onReport, notice: (message) => { notices.push(message); onNotice(message) } }
}
const train = (args: Partial<TrainArgs>, on: JobContext = context()): ReturnType<typeof trainJob> =>
  trainJob(trainArgs.parse({ config, out: join(folder, 'model'), ...args }), on)
const events = async (out: string): Promise<TrainerEvent[]> =>
  (await readFile(join(out, 'events.ndjson'), 'utf8')).trim().split('\n').map(parseEvent).filter((event) => event !== undefined)

describe.skipIf(python === undefined)('a training', () => {
  test('leaves a model: network, card with what it was trained on, a threshold of its own', async () => {
    const out = join(folder, 'model')
    const result = await train({})
    expect(result).toMatchObject({ id: 'test.tiny', folder: out, reason: 'finished' })
    // Whole batches: the first count that is no less than what was asked for.
    expect(result.targets).toBe(90)
    const { card } = await loadModel(out)
    expect(card).toMatchObject({ id: 'test.tiny', sampling: { kind: 'csr' }, sha256: result.sha256, decoding: { threshold: result.threshold }, acquisition: { photons: 5000 } })
    expect(card.training.curve.map((entry) => entry.targets)).toEqual([45, 90].map((at) => expect.closeTo(at, -1)))
    expect(card.scores.map((score) => score.density)).toEqual(['0.31 µm⁻² nominal', '0.77 µm⁻² nominal', '1.9 µm⁻² nominal'])
    expect((await events(out)).map(({ event }) => event)).toEqual(expect.arrayContaining(['start', 'validation', 'checkpoint', 'done']))
  })

  test('may start from a model: from then on it learns as one that had learned that much, and its card says so', async () => {
    const first = await loadModel(join(folder, 'model'))
    const out = join(folder, 'further')
    const further = { ...config, id: 'test.further', seed: 7, startFrom: first.folder, optimization: { ...config.optimization, targets: 45 } }
    await train({ out, config: further })
    const { training } = (await loadModel(out)).card
    expect(training.startedFrom).toEqual({ id: 'test.tiny', sha256: first.card.sha256, targets: 90 })
    expect(first.card.training.startedFrom).toBeUndefined()
    // The same 45 targets leave a network of random first weights farther behind.
    const fresh = join(folder, 'fresh')
    await train({ out: fresh, config: { ...further, startFrom: undefined } })
    expect(training.finalLoss!).toBeLessThan((await loadModel(fresh)).card.training.finalLoss!)
  })

  test('does not start from a network of another kind or size, and leaves nothing behind that would stand in the way', async () => {
    const out = join(folder, 'other-size')
    await expect(train({ out, config: { ...config, startFrom: 'csr-5000-50' } })).rejects
      .toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/size 'tiny', and csr-5000-50.* size 'small'/) })
    await expect(train({ out, config: { ...config, startFrom: 'no-such-model' } })).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('no-such-model') })
    expect(await prepareFolder(out, config, false)).toBeUndefined()
  })

  test('may be as crowded as one on structures: its densities are found once, and a training that goes on keeps them', async () => {
    const out = join(folder, 'crowded')
    const twin: Partial<TrainArgs> = { out, config: { ...config, id: 'test.crowded', density_perUm2: [0.5, 0.5] }, crowdedAs: { kind: 'microtubules' } }
    const first = context()
    await train(twin, first)
    expect(first.notices.some((line) => line.includes('as crowded as microtubules'))).toBe(true)
    const { densityMap } = JSON.parse(await readFile(join(out, 'training.json'), 'utf8')) as TrainArgs['config']
    // Tubes crowd what lies on them: as many emitters at random would be several times farther apart.
    expect(densityMap![0][1] / 0.5).toBeGreaterThan(2)
    expect((await loadModel(out)).card.density_perUm2).toEqual([densityMap![0][1], expect.closeTo(densityMap![0][1])])
    const again = context()
    await train({ ...twin, resume: true, targets: 108 }, again)
    expect(again.notices.some((line) => line.includes('as crowded as'))).toBe(false)
    expect(JSON.parse(await readFile(join(out, 'training.json'), 'utf8'))).toMatchObject({ densityMap })
  })

  test('is not overwritten by another one in the same folder', async () => {
    await expect(train({})).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('--resume') })
    await expect(train({ resume: true, config: { ...config, seed: 5, density_perUm2: [0.1, 3] } }))
      .rejects.toThrow(/begun with another configuration \(seed, density_perUm2\.0 differ\)/)
  })

  test('stopped on request keeps the model so far, and goes on with the next window it has not seen', async () => {
    const out = join(folder, 'stopped')
    const stop = new AbortController()
    const first = await train({ config: endless, out }, context(stop.signal, (message) => { if (message.includes('validation loss')) stop.abort() }))
    expect(first.reason).toBe('stopped')
    expect((await loadModel(out)).card.training.targets).toBe(first.targets)
    const { windows } = JSON.parse(await readFile(join(out, 'checkpoint.json'), 'utf8')) as { windows: number }

    const again = await train({ config: endless, out, resume: true, targets: first.targets + 30 })
    expect(again.reason).toBe('finished')
    expect(again.targets).toBeGreaterThanOrEqual(first.targets + 30)
    const starts = (await events(out)).filter(({ event }) => event === 'start')
    expect(starts).toMatchObject([{ firstWindow: 0 }, { firstWindow: windows }])
  })

  test('stopped before its first step leaves nothing, and can begin again', async () => {
    const out = join(folder, 'early')
    const stop = new AbortController()
    await expect(train({ out }, context(stop.signal, (message) => { if (message.startsWith('Trainer:')) stop.abort() }))).rejects.toMatchObject({ code: 'cancelled' })
    expect(await prepareFolder(out, config, false)).toBeUndefined()
  })

  test('whose trainer is killed says so, and how to go on', async () => {
    const out = join(folder, 'killed')
    // The real trainer, by a name that tells its process number.
    const [named, pidFile] = [join(folder, 'python'), join(folder, 'pid')]
    await writeFile(named, `#!/bin/sh\necho $$ > '${pidFile}'\nexec '${python}' "$@"\n`, { mode: 0o755 })
    const priorities: number[] = []
    const kill = (): void => {
      const pid = Number(readFileSync(pidFile, 'utf8'))
      priorities.push(getPriority(pid))
      process.kill(pid, 'SIGKILL')
    }
    const before = process.env.STRUCTLOC_PYTHON
    process.env.STRUCTLOC_PYTHON = named
    try {
      await expect(train({ config: endless, out }, context(undefined, undefined, kill))).rejects
        .toMatchObject({ code: 'process-died', message: expect.stringMatching(/ended by signal SIGKILL.*--resume/) })
      // Beside a window it gives way.
      await expect(trainJob(trainArgs.parse({ config: endless, out: join(folder, 'killed-beside') }), context(undefined, undefined, kill), { givesWay: true })).rejects.toMatchObject({ code: 'process-died' })
      expect(priorities).toEqual([getPriority(), 10])
    } finally {
      if (before === undefined) delete process.env.STRUCTLOC_PYTHON
      else process.env.STRUCTLOC_PYTHON = before
    }
  })

  test('whose trainer ends before its log is open says so: nobody waits for lines that came and went', async () => {
    const out = join(folder, 'at-once')
    await mkdir(out)
    await writeFile(join(out, 'events.ndjson'), Buffer.alloc(2 ** 26, '\n'))
    const ends = join(folder, 'ends')
    await writeFile(ends, '#!/bin/sh\nexit 3\n', { mode: 0o755 })
    await expect(runTrainer({
      python: ends, config, configPath: join(out, 'training.json'), out, resume: false, threads: 1, workers: 1, device: 'auto',
      signal: new AbortController().signal, onEvent: () => undefined,
    })).rejects.toMatchObject({ code: 'process-died', message: expect.stringMatching(/ended with exit code 3/) as string })
  })

  test("ends with the simulator's own sentence where a configuration cannot be simulated", async () => {
    await expect(train({ out: join(folder, 'unknown'), config: { ...config, sampling: { kind: 'spirals' } } })).rejects.toThrow(/There is no sampling 'spirals'/)
  })
})

test('a Python that is not there is said with the way to make it', () => {
  expect(() => trainerPython({ STRUCTLOC_PYTHON: '/nowhere/python' })).toThrow(/STRUCTLOC_PYTHON names \/nowhere\/python, which does not exist/)
})

test('lines of the trainer that are no events are passed over, numbers JSON does not know are null', () => {
  expect(parseEvent('Downloading …')).toBeUndefined()
  expect(parseEvent('{"event": "validation", "targets": 5, "loss": NaN, "jaccard": null, "rmseLateral": Infinity, "rmseAxial": 3}'))
    .toMatchObject({ loss: null, rmseLateral: null, rmseAxial: 3 })
})

test('a resumed training may be longer, but nothing else; a network that cannot go on is not overwritten', async () => {
  const out = join(folder, 'folder')
  expect(await prepareFolder(out, config, false)).toBeUndefined()
  await writeFile(join(out, 'checkpoint.json'), '{"windows": 12, "targets": 36}')
  const longer = { ...config, optimization: { ...config.optimization, targets: 1000 } }
  expect(await prepareFolder(out, longer, true)).toMatchObject({ windows: 12 })
  await expect(prepareFolder(out, { ...config, crop_px: 32 }, true)).rejects.toThrow(/crop_px/)
  const finished = join(folder, 'shipped')
  await mkdir(finished)
  await writeFile(join(finished, 'model.onnx'), '')
  await expect(prepareFolder(finished, config, true)).rejects.toThrow(/it would be lost/)
  expect(differingPaths({ a: [1, { b: 2 }], c: null }, { a: [1, { b: 3 }], c: {} })).toEqual(['a.1.b', 'c'])
})

describe('the threshold', () => {
  test('is chosen on movies of the own sampling and of CSR, alike for models that were trained alike', async () => {
    const { card } = await loadModel(new URL('../fixtures/onnx/', import.meta.url).pathname)
    const structured = validationMovies({ ...card, sampling: { kind: 'rings' } })
    expect(structured.map(({ sampling }) => sampling)).toEqual(['rings', 'rings', 'rings', 'csr', 'csr', 'csr'])
    expect(structured.slice(3)).toEqual(validationMovies(card))
    for (const { nominal_perUm2 } of structured) {
      expect(nominal_perUm2).toBeGreaterThan(card.density_perUm2[0])
      expect(nominal_perUm2).toBeLessThan(card.density_perUm2[1])
    }
  })

  test('is the lowest of those as good as the best within a quarter of a point, or, asked for, the highest', () => {
    const sweep = (...values: (number | undefined)[]): Parameters<typeof ofTheBest>[0] => values.map((efficiency3d, i) => ({ threshold: i / 10, efficiency3d }))
    expect(ofTheBest(sweep(40, 60.7, 60.8, 61, 60.9, 50))).toBe(0.2)
    expect(ofTheBest(sweep(40, 60.7, 60.8, 61, 60.9, 50), 'highest')).toBe(0.4)
    expect(ofTheBest(sweep(40, 60.9, 61, undefined), 'highest')).toBe(0.2)
    expect(ofTheBest(sweep(undefined, 10, undefined))).toBe(0.1)
    expect(ofTheBest(sweep(undefined, undefined))).toBeUndefined()
  })

  test('goes into the card with the scores it gives', async () => {
    const source = new URL('../fixtures/onnx/', import.meta.url).pathname
    const copy = join(folder, 'calibrated')
    await mkdir(copy)
    for (const name of ['model.json', 'model.onnx']) await writeFile(join(copy, name), await readFile(join(source, name)))
    const { threshold, sweep, card } = await calibrateModel(copy, { threads: 1, rule: { frames: 12, size_px: 48, steps: [0.3] } })
    expect(sweep.map((entry) => entry.threshold)).toEqual(thresholds)
    const chosen = sweep.find((entry) => entry.threshold === threshold)!
    expect(ofTheBest(sweep)).toBe(threshold)
    expect(card.scores).toHaveLength(1)
    expect(card.scores[0].efficiency3d).toBeCloseTo(chosen.efficiency3d!, 9)
    expect((await loadModel(copy)).card).toEqual(card)
  })
})
