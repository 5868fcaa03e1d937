// The life of the inference process: opening, dying, restarting, giving up, ending.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { challengeCamera } from '../../core/camera/camera.ts'
import { concatTables } from '../../core/localizations/table.ts'
import type { LocalizationTable } from '../../core/localizations/table.ts'
import { localizeFrames } from '../../electron/engine/inference/localize-frames.ts'
import { loadModel, readCard } from '../../electron/engine/inference/model-folder.ts'
import { createInference, InferenceInterrupted } from '../../electron/engine/inference/supervisor.ts'
import type { Inference, InferenceOptions, RunInput } from '../../electron/engine/inference/supervisor.ts'
import { nodeProcess } from '../../electron/engine/inference/transport.ts'
import { spotMovie } from '../fixtures/memory-movie.ts'

const folder = fileURLToPath(new URL('../fixtures/onnx/', import.meta.url))
const open: Inference[] = []
const create = (options: InferenceOptions = {}): Inference => {
  const inference = createInference({ threads: 1, ...options })
  open.push(inference)
  return inference
}
afterEach(async () => { for (const inference of open.splice(0)) await inference.close() })

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const blank = (width = 16, height = 16, frames = 2): RunInput => ({
  photons: new Float32Array((frames + 2) * width * height).fill(50), frames, width, height,
  place: { left: 0, top: 0, width, height, frameLeft: 0, frameTop: 0, frameWidth: width },
})

describe('opening a model', () => {
  test('refuses what is no model folder, no card, or not the network of the card', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'structloc-model-'))
    try {
      await expect(loadModel(join(copy, 'absent'))).rejects.toMatchObject({ code: 'not-found' })
      await writeFile(join(copy, 'model.json'), 'model')
      await expect(readCard(copy)).rejects.toThrow(/model\.json is not JSON/)
      const card = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as Record<string, unknown>
      await writeFile(join(copy, 'model.json'), JSON.stringify({ ...card, acquisition: { ...card.acquisition as object, pixelSize: -1 } }))
      await expect(readCard(copy)).rejects.toThrow(/model\.json is no model card: acquisition\.pixelSize/)
      await writeFile(join(copy, 'model.json'), JSON.stringify(card))
      expect(await readCard(copy)).toMatchObject({ title: card.title })
      // The same length, and perhaps within the same tick of the file system's clock: another file all the same.
      await writeFile(join(copy, 'another.json'), JSON.stringify({ ...card, title: (card.title as string).toUpperCase() }))
      await rename(join(copy, 'another.json'), join(copy, 'model.json'))
      expect(await readCard(copy)).toMatchObject({ title: (card.title as string).toUpperCase() })
      await writeFile(join(copy, 'model.onnx'), 'another network')
      await expect(loadModel(copy)).rejects.toThrow(/sha256/)
      // A file that is no network is refused by ONNX Runtime, with its path in the sentence.
      const model = { ...await loadModel(folder), onnx: join(copy, 'model.onnx') }
      await expect(create().open(model)).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining(join(copy, 'model.onnx')) })
    } finally {
      await rm(copy, { recursive: true })
    }
  })

  test('takes several models at a time', async () => {
    const inference = create()
    const stored = await loadModel(folder)
    const [a, b] = await Promise.all([inference.open(stored), inference.open(stored)])
    const results = await Promise.all([a.run(blank()), b.run(blank())])
    expect(results[0].candidates).toEqual(results[1].candidates)
    await a.close()
    expect((await b.run(blank())).candidates).toEqual(results[1].candidates)
    expect(inference.status().generation).toBe(1)
  })

  test('a network that cannot take the input fails that call alone', async () => {
    const model = await create().open(await loadModel(folder))
    // Odd width: the network works at half resolution.
    await expect(model.run(blank(15, 16))).rejects.toMatchObject({ code: 'internal' })
    expect((await model.run(blank())).candidates.starts.length).toBe(3)
  })
})

describe('when the inference process dies', () => {
  test('kill -9 in the middle of a movie gives the same table, no frame lost or doubled', async () => {
    const movie = spotMovie(64, 64, 48, 6)
    const table = async (killAt: number[]): Promise<LocalizationTable> => {
      const inference = create()
      const model = await inference.open(await loadModel(folder), { provider: 'cpu' })
      const tables: LocalizationTable[] = []
      const firsts: number[] = []
      for await (const chunk of localizeFrames(movie, model, challengeCamera, { first: 0, end: 48 }, { chunkFrames: 6, runPixels: 64 * 64 * 4 })) {
        tables.push(chunk.localizations)
        firsts.push(chunk.first)
        // The next chunk is under way by now.
        if (killAt.includes(chunk.first)) process.kill(inference.status().pid!, 'SIGKILL')
      }
      expect(firsts).toEqual([0, 6, 12, 18, 24, 30, 36, 42])
      expect(inference.status().generation).toBe(killAt.length + 1)
      return concatTables(tables)
    }
    const undisturbed = await table([])
    expect(undisturbed.frame.length).toBeGreaterThan(100)
    expect(await table([6, 18, 30])).toEqual(undisturbed)
  })

  test('the call under way is told so and can be made again; a fresh process answers it', async () => {
    const inference = create()
    const model = await inference.open(await loadModel(folder), { provider: 'cpu' })
    const input = { ...blank(256, 256, 20), dense: true }
    const call = model.run(input)
    process.kill(inference.status().pid!, 'SIGKILL')
    await expect(call).rejects.toThrow(InferenceInterrupted)
    await expect(call).rejects.toMatchObject({ retry: true, message: expect.stringContaining('SIGKILL') })
    expect((await model.run(input)).candidates.starts.length).toBe(21)
    expect(inference.status().generation).toBe(2)
  })

  test('gives up after three deaths without progress, with the reason and its last words', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'structloc-entry-'))
    try {
      const entry = join(copy, 'dies.mjs')
      await writeFile(entry, 'process.on("message", () => { console.error("no video memory left"); process.exit(7) })\n')
      const inference = create({ start: nodeProcess({ file: entry }) })
      const failure = await inference.open(await loadModel(folder)).then(() => undefined, (error: unknown) => error)
      expect(failure).toMatchObject({ code: 'process-died', message: expect.stringMatching(/3 times.*exit code 7.*no video memory left/) })
      expect(inference.status().generation).toBe(3)
    } finally {
      await rm(copy, { recursive: true })
    }
  })

  test('runs that finish in between close the breaker again', async () => {
    const inference = create()
    const model = await inference.open(await loadModel(folder), { provider: 'cpu' })
    for (let n = 0; n < 4; n++) {
      const call = model.run(blank(256, 256, 20))
      process.kill(inference.status().pid!, 'SIGKILL')
      await expect(call).rejects.toThrow(InferenceInterrupted)
      await model.run(blank())
    }
    expect(inference.status().generation).toBe(5)
  })

  test('a provider under which the process dies while opening is replaced by the CPU, and that is said', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'structloc-entry-'))
    try {
      // The real process, except that it dies of any provider but the CPU, as a bad driver does.
      const entry = join(copy, 'driver.mjs')
      const real = new URL('../../electron/inference/main.ts', import.meta.url).href
      await writeFile(entry, `process.on("message", ({ kind, provider }) => { if (kind === "open" && provider !== "cpu") process.kill(process.pid, "SIGSEGV") })\nawait import(${JSON.stringify(real)})\n`)
      const inference = create({ start: nodeProcess({ file: entry }) })
      const model = await inference.open(await loadModel(folder), { provider: 'webgpu' })
      expect(model.provider).toMatchObject({ wanted: 'webgpu', inUse: 'cpu' })
      expect(model.provider.fallbacks[0]).toMatch(/^webgpu: the inference process died .*SIGSEGV/)
    } finally {
      await rm(copy, { recursive: true })
    }
  })
})

describe('closing', () => {
  test('ends the process and cancels what is under way', async () => {
    const inference = create()
    const model = await inference.open(await loadModel(folder), { provider: 'cpu' })
    const { pid } = inference.status()
    const call = model.run(blank(256, 256, 20))
    await Promise.all([expect(call).rejects.toMatchObject({ code: 'cancelled' }), inference.close()])
    expect(alive(pid!)).toBe(false)
    await expect(model.run(blank())).rejects.toMatchObject({ code: 'cancelled' })
  })

  test.runIf(process.platform === 'linux')('that gives way has networks of a lower priority than the engine, also before the kernel’s groups of sessions', async () => {
    /** Oldest first. */
    const tasks = async (pid: number): Promise<string[]> => Promise.all((await readdir(`/proc/${pid}/task`)).map(Number).sort((a, b) => a - b).map((task) => readFile(`/proc/${pid}/task/${task}/stat`, 'utf8')))
    /** The 19th value of a thread, the 17th behind its name. */
    const nice = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
    const group = (pid: number): Promise<string | undefined> => readFile(`/proc/${pid}/autogroup`, 'utf8').catch(() => undefined)
    const [before, own] = [(await tasks(process.pid)).map(nice), await group(process.pid)]
    const inference = create({ threads: 2, start: nodeProcess({ givesWay: true }) })
    const model = await inference.open(await loadModel(folder), { provider: 'cpu' })
    await model.run(blank(256, 256, 4))
    const pid = inference.status().pid!
    const threads = (await tasks(pid)).map(nice)
    // The first, and the last one that the runtime started.
    expect([threads.length > 4, threads[0], threads.at(-1)]).toEqual([true, 10, 10])
    const given = await group(pid)
    if (given !== undefined) expect(given).toMatch(/nice 10$/m)
    expect([(await tasks(process.pid)).map(nice).slice(0, before.length), await group(process.pid)]).toEqual([before, own])
  })

  test.each([false, true])('an engine that is killed leaves no process behind (that gives way: %s)', async (givesWay) => {
    const module = (path: string): string => JSON.stringify(new URL(`../../electron/engine/inference/${path}`, import.meta.url).href)
    const engine = spawn(process.execPath, ['--input-type=module', '--eval', `
      const { createInference } = await import(${module('supervisor.ts')})
      const { loadModel } = await import(${module('model-folder.ts')})
      const { nodeProcess } = await import(${module('transport.ts')})
      const inference = createInference({ threads: 1, start: nodeProcess({ givesWay: ${givesWay} }) })
      await inference.open(await loadModel(${JSON.stringify(folder)}), { provider: 'cpu' })
      console.log(inference.status().pid)
    `], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(engine.stdout, 'data') as [Buffer]
    const pid = Number(line)
    expect(alive(pid)).toBe(true)
    engine.kill('SIGKILL')
    await expect.poll(() => alive(pid), { timeout: 20_000 }).toBe(false)
  })

  test('a signal ends the wait at once and leaves the process good', async () => {
    const inference = create()
    const model = await inference.open(await loadModel(folder), { provider: 'cpu' })
    const call = model.run(blank(256, 256, 20), AbortSignal.timeout(1))
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    expect((await model.run(blank())).candidates.starts.length).toBe(3)
    expect(inference.status().generation).toBe(1)
  })
})
