// The demo from the command line, with few frames and the small network of the fixtures in place of the shipped pair.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const model = join(root, 'tests/fixtures/onnx')
const structloc = (...args: string[]) => run(process.execPath, [join(root, 'electron/cli/main.ts'), ...args], { maxBuffer: 2 ** 24 })

interface DemoDocument {
  report: string
  movies: { id: string; frames: number; models: { id: string; csv: string; tp: number; fp: number; fn: number; jaccard: number | null; rmseLateral: number | null }[] }[]
}

describe('structloc demo', () => {
  let folder: string
  let document: DemoDocument
  let stderr: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'structloc-demo-'))
    const result = await structloc('demo', '--out', join(folder, 'demo'), '--models', `${model},${model}`, '--frames', '24', '--json')
    stderr = result.stderr
    document = JSON.parse(result.stdout) as DemoDocument
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('shows filaments, rings and randomness, each localized by both models', () => {
    expect(document.movies.map(({ id }) => id)).toEqual(['filaments', 'rings', 'random'])
    for (const { models, frames } of document.movies) {
      expect(frames).toBe(24)
      expect(models).toHaveLength(2)
    }
  })

  it('scores as the evaluate command does on the tables it leaves', async () => {
    for (const { id, models } of document.movies) {
      const { csv, tp, fp, fn, jaccard, rmseLateral } = models[0]
      const { stdout } = await structloc('evaluate', csv.replace(/csv$/, 'arrow'), '--truth', join(folder, 'demo', id, 'truth.csv'), '--json')
      expect(JSON.parse(stdout)).toMatchObject({ tp, fp, fn, jaccard, rmseLateral })
      expect(tp + fn).toBeGreaterThan(50)
    }
  })

  it('leaves for every movie the TIFF, the truth and the tables', async () => {
    for (const { id, models } of document.movies) {
      for (const file of ['movie.tif', 'truth.csv', ...models.flatMap((one) => [`${one.id}.csv`, `${one.id}.arrow`, `${one.id}.json`])]) {
        expect((await stat(join(folder, 'demo', id, file))).size).toBeGreaterThan(0)
      }
    }
  })

  it('writes one page that needs nothing beside itself', async () => {
    const page = (await readFile(document.report, 'utf8')).replaceAll(/(?<=data:image\/png;base64,)[A-Za-z0-9+/=]+/g, '')
    expect(page).toMatch(/^<!doctype html>/)
    expect(/(?:src|href)="(?!data:)|@import|url\(|<script/.exec(page)).toBeNull()
    // Truth and both models, the whole field and a detail; two models, two directions of error; three movies.
    expect(page.match(/<img /g)).toHaveLength(3 * (3 * 2 + 2 * 2))
    expect(/undefined|NaN|\[object/.exec(page)).toBeNull()
  })

  it('tells each step on stderr', () => {
    for (const step of ['1/10 simulating filaments', '8/10 localizing random with', '10/10 writing the report']) expect(stderr).toContain(step)
  })

  it('says in a sentence that a model does not exist, or that two are needed', async () => {
    const out = join(folder, 'other')
    await expect(structloc('demo', '--out', out, '--models', 'nothing,neither')).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/no model 'nothing'/) as string })
    await expect(structloc('demo', '--out', out, '--models', 'one')).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/two models/) as string })
  })
})
