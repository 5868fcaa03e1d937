// The main job as a person does it, by the command line alone: train a tiny network for a minute or two, simulate a movie it has never
// seen, localize it, score it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { trainerPython } from '../../electron/engine/training/trainer-python.ts'
import { recipe } from '../fixtures/recipe.ts'
import { structloc } from '../fixtures/structloc.ts'

const python = (() => {
  try {
    return trainerPython()
  } catch (error) {
    console.error(`SKIPPED: training end to end (${(error as Error).message})`)
    return undefined
  }
})()

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'structloc-end-to-end-')) })
afterAll(() => rm(folder, { recursive: true }))

async function run(...args: string[]): Promise<Record<string, number>> {
  const { code, stdout, stderr } = await structloc([...args, '--json'])
  if (code !== 0) throw new Error(`structloc ${args[0]} ended with exit code ${code}: ${stderr}`)
  return JSON.parse(stdout) as Record<string, number>
}

describe.skipIf(python === undefined)('from nothing to scores', () => {
  test('a tiny network trained for a minute or two finds two thirds of the molecules of a sparse movie, and where they are', async () => {
    const at = (name: string): string => join(folder, name)
    await writeFile(at('training.json'), JSON.stringify(recipe('csr-5000-50', {
      id: 'test.end-to-end', crop_px: 32, density_perUm2: [0.2, 1], network: { size: 'tiny' },
      optimization: { targets: 30_000, learningRate: 3e-3, decay: 0.6 }, validation: { windows: 24, everyTargets: 10_000 },
    })))
    const training = await run('train', '--config', at('training.json'), '--out', at('model'))
    expect(training).toMatchObject({ reason: 'finished', id: 'test.end-to-end' })

    await run('simulate', '--out', at('movie.tif'), '--sampling', 'csr', '--density', '0.3', '--photons', '5000', '--background', '50',
      '--frames', '200', '--size', '64', '--seed', '90210')
    const found = await run('localize', at('movie.tif'), '--model', at('model'), '--provider', 'cpu', '--out', at('locs.csv'))
    expect(found.frames).toBe(200)
    const scores = await run('evaluate', at('locs.csv'), '--truth', at('movie.truth.csv'))

    // By chance a detection has a truth within the gates with probability 1 − exp(−0.3·π·0.25²·5/9) = 3 %.
    expect(scores.tp + scores.fn).toBeGreaterThan(1500)
    expect(scores.jaccard).toBeGreaterThan(0.66)
    expect(scores.rmseLateral).toBeLessThan(50)
    expect(scores.rmseAxial).toBeLessThan(110)
  })
})
