// Where networks run: what is taken, what is refused, and how a run goes on when a provider fails. Real Vulkan in software where it is
// installed; faults of drivers by a process whose 'webgpu' has them put in.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { challengeCamera } from '../../core/camera/camera.ts'
import { concatTables, type LocalizationTable } from '../../core/localizations/table.ts'
import { localizeFrames } from '../../electron/engine/inference/localize-frames.ts'
import { loadModel } from '../../electron/engine/inference/model-folder.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { createTiffWriter } from '../../electron/engine/movies/tiff-writer.ts'
import { createInference, type Inference, type InferenceOptions, type OpenModel, type ProviderUse, type RunInput } from '../../electron/engine/inference/supervisor.ts'
import { nodeProcess } from '../../electron/engine/inference/transport.ts'
import { badDriver } from '../fixtures/bad-driver.ts'
import { spotMovie } from '../fixtures/memory-movie.ts'
import { softwareVulkan } from '../fixtures/software-vulkan.ts'

const folder = fileURLToPath(new URL('../fixtures/onnx/', import.meta.url))
const ending: (() => unknown)[] = []
afterEach(async () => { for (const end of ending.splice(0).toReversed()) await end() })

function create(options: InferenceOptions = {}): { inference: Inference; uses: ProviderUse[] } {
  const uses: ProviderUse[] = []
  const inference = createInference({ threads: 1, ...options, onProvider: (use) => { uses.push(use) } })
  ending.push(() => inference.close())
  return { inference, uses }
}
/** An inference whose 'webgpu' has this fault. */
function faulty(fault: string): ReturnType<typeof create> {
  const { start, remove } = badDriver(fault)
  ending.push(remove)
  return create({ start })
}

const blank = (width = 16, height = 16, frames = 2): RunInput => ({
  photons: new Float32Array((frames + 2) * width * height).fill(50), frames, width, height,
  place: { left: 0, top: 0, width, height, frameLeft: 0, frameTop: 0, frameWidth: width },
})
const movie = spotMovie(32, 32, 24, 3)
async function localize(model: OpenModel, onChunk: (first: number) => void = () => undefined): Promise<LocalizationTable> {
  const tables: LocalizationTable[] = []
  for await (const { first, localizations } of localizeFrames(movie, model, challengeCamera, { first: 0, end: 24 }, { chunkFrames: 4 })) {
    tables.push(localizations)
    onChunk(first)
  }
  return concatTables(tables)
}
const onCpu = async (): Promise<LocalizationTable> => localize(await create().inference.open(await loadModel(folder), { provider: 'cpu' }))

/** Same rows; numbers to the rounding of single precision. */
function expectSame(found: LocalizationTable, expected: LocalizationTable): void {
  expect([...found.frame]).toEqual([...expected.frame])
  for (const [name, column] of Object.entries(expected)) {
    const other = found[name as keyof LocalizationTable]
    column.forEach((value: number, row: number) => expect(Math.abs(other[row] - value), `${name} of row ${row}`).toBeLessThan(1e-4 * Math.max(1, Math.abs(value))))
  }
}

describe('a provider asked for by name', () => {
  test('is refused where it is not there, with the reason and what is there', async () => {
    const wanted = process.platform === 'win32' ? 'coreml' : 'dml'
    await expect(create().inference.open(await loadModel(folder), { provider: wanted })).rejects.toMatchObject({
      code: 'unsupported', message: expect.stringMatching(new RegExp(`^test\\.bright-spots cannot run on ${wanted} here: this build of ONNX Runtime does not have it \\(it has cpu.*\\)\\. It can run on cpu`)),
    })
  })

  test('CUDA is used where its libraries are, and refused elsewhere', async () => {
    const { inference } = create()
    const outcome = await inference.open(await loadModel(folder), { provider: 'cuda' }).then(({ provider }) => provider.inUse, (error: { message: string }) => error.message)
    expect(outcome).toMatch(/^cuda$|cannot run on cuda here: (?!OrtSession).+\. It can run on /)
    expect(inference.status().runtime).toMatch(/^\d+\.\d+/)
  })

  test('is refused where it computes something else than the CPU, or no numbers', async () => {
    const wrong = faulty('const { maps } = await run(); return { maps: new Tensor("float32", maps.data.map((value) => 1.2 * value), maps.dims) }')
    await expect(wrong.inference.open(await loadModel(folder), { provider: 'webgpu' })).rejects.toThrow(/cannot run on webgpu here: its numbers are not the CPU's \(\d+ % off\)\. It can run on cpu/)
    const none = faulty('const { maps } = await run(); return { maps: new Tensor("float32", maps.data.map(() => NaN), maps.dims) }')
    await expect(none.inference.open(await loadModel(folder), { provider: 'webgpu' })).rejects.toThrow(/its numbers are not the CPU's/)
  })
})

describe('the automatic choice', () => {
  test('takes a provider that gives the numbers of the CPU', async () => {
    const { provider } = await faulty('return run()').inference.open(await loadModel(folder))
    expect(provider).toEqual({ wanted: 'auto', inUse: 'webgpu', fallbacks: [] })
  })

  test('passes over one whose driver is software, which its time gives away', async () => {
    const { provider } = await faulty('await new Promise((resolve) => setTimeout(resolve, 400)); return run()').inference.open(await loadModel(folder))
    expect(provider).toMatchObject({ inUse: 'cpu', fallbacks: [expect.stringMatching(/^webgpu: it takes \d+ ms where the CPU takes \d+ ms$/)] })
  })

  test('passes over one that fails at its start, and says why', async () => {
    const { provider } = await faulty('throw new Error("no adapter")').inference.open(await loadModel(folder))
    expect(provider).toMatchObject({ inUse: 'cpu', fallbacks: ['webgpu: no adapter'] })
  })
})

describe('a provider that fails in the middle', () => {
  test('once, is taken again in a fresh process: no row lost or doubled, nothing to say', async () => {
    const { inference, uses } = faulty('if (life === 1 && count === 5) throw new Error("device lost"); return run()')
    const model = await inference.open(await loadModel(folder), { provider: 'webgpu' })
    expectSame(await localize(model), await onCpu())
    expect(uses.map(({ inUse, fallbacks }) => ({ inUse, fallbacks }))).toEqual([{ inUse: 'webgpu', fallbacks: [] }, { inUse: 'webgpu', fallbacks: [] }])
    expect(inference.status().generation).toBe(2)
  })

  test('again and again, gives way to the CPU, which is told once', async () => {
    const { inference, uses } = faulty('if (life > 1 || count >= 5) { if (count > 2) throw new Error("device lost") } return run()')
    const model = await inference.open(await loadModel(folder), { provider: 'auto' })
    expectSame(await localize(model), await onCpu())
    expect(model.provider).toEqual({ wanted: 'auto', inUse: 'cpu', fallbacks: ['webgpu: a run failed: device lost (after 2 tries)'] })
    expect(uses.filter(({ inUse }) => inUse === 'cpu')).toHaveLength(1)
  })

  test('by values that are no numbers, gives way as well', async () => {
    const { inference } = faulty('const { maps } = await run(); if (count > 2) maps.data.fill(NaN); return { maps }')
    const model = await inference.open(await loadModel(folder), { provider: 'webgpu' })
    expectSame(await localize(model), await onCpu())
    expect(model.provider.fallbacks).toEqual(['webgpu: a run failed: some of its values are no numbers (after 2 tries)'])
  })

  test('by taking the process with it, gives way as well', async () => {
    const { inference } = faulty('if (count > 2) process.kill(process.pid, "SIGSEGV"); return run()')
    const model = await inference.open(await loadModel(folder), { provider: 'auto' })
    expectSame(await localize(model), await onCpu())
    expect(model.provider.fallbacks).toEqual([expect.stringMatching(/^webgpu: the inference process died .*SIGSEGV.* \(after 2 tries\)$/)])
  })

  test('is said once by the job that it meets, and stands in its record', async () => {
    const { start, remove } = badDriver('if (count > (life === 1 ? 4 : 2)) throw new Error("device lost"); return run()')
    const place = mkdtempSync(join(tmpdir(), 'structloc-provider-'))
    const engine = createEngine({ startInference: start })
    ending.push(remove, () => rmSync(place, { recursive: true }), () => engine.close())
    const notices: string[] = []
    const uses: string[] = []
    engine.on({ notice: ({ message }) => { notices.push(message) }, provider: ({ inUse }) => { uses.push(inUse) } })
    const path = join(place, 'movie.tif')
    const source = spotMovie(128, 128, 180, 3)
    const writer = await createTiffWriter(path, { width: 128, height: 128, pixelType: 'uint16' })
    await writer.append(await source.read(0, 180) as Uint16Array)
    await writer.close()
    const result = await engine.run('localize', { movie: path, model: folder, out: join(place, 'locs.csv'), provider: 'auto' })
    expect(result.provider).toBe('cpu')
    expect(notices.filter((notice) => notice.includes('device lost'))).toEqual([expect.stringMatching(/^From about frame \d+ on running on cpu, since webgpu: a run failed: device lost \(after 2 tries\)\.$/)])
    expect(uses.at(0)).toBe('webgpu')
    expect(uses.at(-1)).toBe('cpu')
    expect(JSON.parse(readFileSync(join(place, 'locs.json'), 'utf8'))).toMatchObject({ provider: { wanted: 'auto', inUse: 'cpu', fallbacks: [expect.stringContaining('device lost')] } })
  })

  test('the network at fault, and not the provider: the call fails on the CPU too', async () => {
    const model = await faulty('return run()').inference.open(await loadModel(folder), { provider: 'webgpu' })
    // Odd width: the network works at half resolution.
    await expect(model.run(blank(15, 16))).rejects.toMatchObject({ code: 'internal' })
  })
})

const vulkan = softwareVulkan()
describe.skipIf(vulkan === undefined)('WebGPU, in software', () => {
  const real = (): ReturnType<typeof create> => {
    const before = process.env.VK_ICD_FILENAMES
    Object.assign(process.env, vulkan)
    ending.push(() => {
      if (before === undefined) delete process.env.VK_ICD_FILENAMES
      else process.env.VK_ICD_FILENAMES = before
    })
    return create()
  }

  test("gives the CPU's table", async () => {
    const model = await real().inference.open(await loadModel(folder), { provider: 'webgpu' })
    expect(model.provider).toEqual({ wanted: 'webgpu', inUse: 'webgpu', fallbacks: [] })
    const found = await localize(model)
    expect(found.frame.length).toBeGreaterThan(30)
    expectSame(found, await onCpu())
  })

  test('whose driver dies for want of memory in the middle of a movie gives way to the CPU', async () => {
    Object.assign(process.env, vulkan)
    const node = nodeProcess()
    const big = blank(256, 256, 16)
    let life = 0
    const { inference, uses } = create({
      start: (listener) => {
        const child = node(listener)
        life++
        const own = life
        return {
          ...child,
          get pid() { return child.pid },
          post(message) {
            // The kernel refuses the driver further memory from here on, in the first two lives of the process.
            if (message.kind === 'run' && message.width === big.width && own <= 2) limitMemory(child.pid!)
            child.post(message)
          },
        }
      },
    })
    const model = await inference.open(await loadModel(folder), { provider: 'webgpu' })
    expect(model.provider.inUse).toBe('webgpu')
    const [small, ...after] = [await model.run(blank()), await again(() => model.run(big)), await model.run(blank())]
    expect(after[1].candidates).toEqual(small.candidates)
    expect(model.provider).toMatchObject({ wanted: 'webgpu', inUse: 'cpu', fallbacks: [expect.stringMatching(/^webgpu: .* \(after 2 tries\)$/)] })
    expect(uses.map(({ inUse }) => inUse)).toEqual(['webgpu', 'webgpu', 'cpu'])
  })
})

/** The address space of a process stays as it is. */
function limitMemory(pid: number): void {
  const size_kB = Number(/VmSize:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  const setLimit = 'prlimit'
  execFileSync(setLimit, ['--pid', String(pid), `--as=${(size_kB + 1024) * 1024}`])
}

/** Asks again as long as the process dies under the call. */
async function again<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!(error as { retry?: boolean }).retry) throw error
    }
  }
}
