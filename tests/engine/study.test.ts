// A study through the whole chain, with networks that learn next to nothing: trainings, thresholds, movies, scores, document.
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NetworkResult } from '../../core/study/network-result.ts'
import { readResults, readStudy, runStudy, writeDocument, type StudyOptions } from '../../electron/engine/study/run-study.ts'
import { trainerPython } from '../../electron/engine/training/trainer-python.ts'

const trainer = (() => {
  try {
    return trainerPython()
  } catch (error) {
    console.error(`SKIPPED: studies (${(error as Error).message})`)
    return undefined
  }
})()

const root = join(import.meta.dirname, '..', '..')
let folder: string
let options: Omit<StudyOptions, 'signal' | 'notice'>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'structloc-study-'))
  const quick = JSON.parse(await readFile(join(root, 'studies/quick.json'), 'utf8')) as Record<string, Record<string, object>> & { arms: object[] }
  const small = {
    ...quick, name: 'small', recipe: join(root, 'models/recipes/microtubules-5000-50.json'),
    arms: [quick.arms[0], quick.arms[2]], seeds: [1], targets: 96, milestones: [48],
    training: { ...quick.training, validation: { windows: 4, everyTargets: 48 } },
    tests: {
      ...quick.tests, main: { ...quick.tests.main, nominal_perUm2: [1], frames: 10 }, independent: undefined,
      lone: { emittersPerFrame: 1, frames: 20 }, grid: { nominal_perUm2: 1, frames: 10 },
      structures: { samplings: [{ kind: 'csr' }], nominal_perUm2: 2, frames: 5 }, pairs: { distances: [100], emittersPerFrame: 6, frames: 10 },
    },
  }
  const file = join(folder, 'small.json')
  await writeFile(file, JSON.stringify(small))
  options = { file, folder: join(folder, 'work'), results: join(folder, 'results'), document: join(folder, 'results/study.md'), trainNothing: false, atOnce: 2, threads: 1 }
})
afterAll(() => rm(folder, { recursive: true }))

const at = (...path: string[]): string => join(folder, ...path)

describe.skipIf(trainer === undefined)('a study', () => {
  test('that is stopped keeps what it has, goes on where it was, and ends with results, document and figures', async () => {
    const stop = new AbortController()
    const said: string[] = []
    const first = runStudy({
      ...options, signal: stop.signal,
      notice: (message) => {
        said.push(message)
        // In the midst of the first network's movies.
        if (message.includes('(2 of')) stop.abort()
      },
    })
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
    const part = at('work/5000-50/scores', said.some((line) => line.startsWith('Microtubules') && line.includes('(2 of')) ? 'microtubules-1-48' : 'csr-count-1-48', 'main-filaments-1.json')
    const kept = (await stat(part)).mtimeMs

    const trained: string[] = []
    const outcome = await runStudy({ ...options, signal: new AbortController().signal, notice: (message) => trained.push(message) })
    expect(outcome).toMatchObject({ networks: 4, expected: 4 })
    expect((await stat(part)).mtimeMs).toBe(kept)
    for (const name of ['study.md', 'figures/figure-3.svg', 'figures/5000-50-lines.svg', 'figures/5000-50-reconstructions.svg']) expect(existsSync(at('results', name)), name).toBe(true)
  })

  test('that is done does nothing when called again', async () => {
    const said: string[] = []
    await runStudy({ ...options, signal: new AbortController().signal, notice: (message) => said.push(message) })
    expect(said).toEqual([])
  })

  test('leaves results with configuration, seeds, versions and hardware, whose thresholds follow the rule', async () => {
    const results = await readResults(at('results'))
    expect(results.map(({ arm, targets, final }) => `${arm} ${targets} ${final}`)).toEqual(['csr-count 48 false', 'csr-count 96 true', 'microtubules 48 false', 'microtubules 96 true'])
    for (const result of results) {
      expect(result.config).toMatchObject({ seed: 1001, initialSeed: 1, optimization: { targets: 96 }, network: { size: 'tiny' } })
      expect(result.training).toMatchObject({ device: expect.any(String), torch: expect.stringMatching(/^\d/), seconds: expect.any(Number) })
      expect(result.machine).toMatchObject({ onnxruntime: expect.stringMatching(/^\d/), node: process.versions.node, cpu: expect.any(String) })
      expect(result.sha256).toMatch(/^[0-9a-f]{64}$/)
    }
    // All arms were scored on the same movies.
    const movies = ({ movies: all }: NetworkResult): unknown => all.map(({ name, seed, emittersPerFrame }) => ({ name, seed, emittersPerFrame }))
    expect(new Set(results.map((result) => JSON.stringify(movies(result)))).size).toBe(1)
  })

  test('writes the same document from the same results', async () => {
    const before = await readFile(options.document, 'utf8')
    await writeDocument(await readStudy(options.file), options)
    expect(await readFile(options.document, 'utf8')).toBe(before)
  })

  test('that is asked for what is missing trains that alone, wherever the others were trained', async () => {
    const said: string[] = []
    const elsewhere = { ...options, folder: at('elsewhere'), missingOnly: true, signal: new AbortController().signal, notice: (message: string) => said.push(message) }
    await runStudy(elsewhere)
    expect(said).toEqual([])
    await rm(at('results/5000-50/csr-count-1-48.json'))
    expect(await runStudy(elsewhere)).toMatchObject({ networks: 4, expected: 4 })
    expect(said.filter((line) => line.startsWith('Training '))).toEqual([expect.stringContaining('CSR of equal count')])
  })

  test('is told at the door what is wrong with its file', async () => {
    const file = at('wrong.json')
    await writeFile(file, JSON.stringify({ name: 'x' }))
    await expect(runStudy({ ...options, file, signal: new AbortController().signal, notice: () => undefined })).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('wrong.json') })
  })
})
