// Results beside the movie under the movie's own name, as many people save them.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { spotModel, structloc } from '../fixtures/structloc.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'structloc-beside-')) })
afterAll(() => rm(folder, { recursive: true }))

test("a table with the movie's name does not replace the movie's description, and is scored as any other", async () => {
  const at = (name: string): string => join(folder, name)
  await structloc(['simulate', '--out', at('m.tif'), '--emitters-per-frame', '4', '--photons', '5000', '--background', '50', '--frames', '12', '--size', '48', '--seed', '3'])
  const description = await readFile(at('m.json'), 'utf8')
  const { code, stdout } = await structloc(['localize', at('m.tif'), '--model', spotModel, '--provider', 'cpu', '--out', at('m.csv'), '--json'])
  expect(code).toBe(0)
  expect(await readFile(at('m.json'), 'utf8')).toBe(description)
  const { provenance } = JSON.parse(stdout) as { provenance: string }
  expect(provenance).toBe(at('m.locs.json'))
  expect(JSON.parse(await readFile(provenance, 'utf8'))).toMatchObject({ structloc: 'localizations', movie: { frames: 12 } })
  const scored = await structloc(['evaluate', at('m.csv'), '--truth', at('m.truth.csv'), '--json'])
  expect(JSON.parse(scored.stdout)).toMatchObject({ fieldOfView: { width: 4800, height: 4800, from: 'described' } })
})
