// How fast frames are localized: the first shipped model against a network of DECODE's size, both through our inference
// process from ADU to the table; and what carrying only candidate pixels over the process border brings.
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { challengeCamera } from '../../core/camera/camera.ts'
import { localizeFrames } from '../../electron/engine/inference/localize-frames.ts'
import { loadModel } from '../../electron/engine/inference/model-folder.ts'
import type { StoredModel } from '../../electron/engine/inference/model-folder.ts'
import { createInference } from '../../electron/engine/inference/supervisor.ts'
import type { OpenModel } from '../../electron/engine/inference/supervisor.ts'
import { spotMovie } from '../../tests/fixtures/memory-movie.ts'
import { decodeNetwork } from './decode-network.ts'
import type { BenchRow } from './read.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** The first shipped model; without one, the hand-made network of the tests. */
async function ourModel(): Promise<StoredModel> {
  const shipped = await readdir(join(project, 'models'), { withFileTypes: true }).catch(() => [])
  const folders = shipped.filter((entry) => entry.isDirectory()).map((entry) => join(project, 'models', entry.name)).sort()
  for (const folder of [...folders, join(project, 'tests/fixtures/onnx')]) {
    const model = await loadModel(folder).catch(() => undefined)
    if (model) return model
  }
  throw new Error('no model was found in models/ or tests/fixtures/onnx')
}

async function baselineModel(folder: string, like: StoredModel): Promise<StoredModel> {
  const { onnx, parameters } = decodeNetwork()
  const path = join(folder, 'model.onnx')
  await writeFile(path, onnx)
  const sha256 = createHash('sha256').update(onnx).digest('hex')
  return { folder, onnx: path, card: { ...like.card, id: 'decode-sized', sha256, architecture: { ...like.card.architecture, parameters, multiple: 4, halo_px: 48 } } }
}

/** Frames per second over all the movie, after a first run that is not counted. */
async function rate(model: OpenModel, side: number, frames: number): Promise<number> {
  const movie = spotMovie(side, side, frames, side * side / 400)
  const localize = async (end: number): Promise<void> => {
    for await (const _ of localizeFrames(movie, model, challengeCamera, { first: 0, end })) { /* the table is not kept */ }
  }
  await localize(Math.min(frames, 2))
  const start = performance.now()
  await localize(frames)
  return frames / ((performance.now() - start) / 1000)
}

async function transfer(model: OpenModel, dense: boolean): Promise<number> {
  const [side, frames, runs] = [64, 32, 6]
  const place = { left: 0, top: 0, width: side, height: side, frameLeft: 0, frameTop: 0, frameWidth: side }
  const input = { photons: new Float32Array((frames + 2) * side * side).fill(50), frames, width: side, height: side, place, dense }
  await model.run(input)
  const start = performance.now()
  let inside = 0
  for (let n = 0; n < runs; n++) inside += (await model.run(input)).seconds
  return runs * frames / ((performance.now() - start) / 1000 - inside)
}

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'structloc-bench-'))
  const rows: BenchRow[] = []
  try {
    const ours = await ourModel()
    const baseline = await baselineModel(folder, ours)
    const name = `${(ours.card.architecture.parameters / 1e6).toFixed(2)} M parameters`
    const baselineName = `DECODE-sized ELU network, ${(baseline.card.architecture.parameters / 1e6).toFixed(2)} M`
    for (const threads of [1, 2]) {
      const inference = createInference({ threads })
      try {
        const model = await inference.open(ours, { provider: 'cpu' })
        const reference = await inference.open(baseline, { provider: 'cpu' })
        for (const [side, frames, baselineFrames] of [[64, 256, 16], [256, 24, 1]]) {
          rows.push({
            name: `localize ${side}×${side}, ${threads} thread${threads > 1 ? 's' : ''}, ${name}`, value: await rate(model, side, frames), unit: 'frames/s',
            baseline: baselineName, baselineValue: await rate(reference, side, baselineFrames),
          })
        }
        if (threads === 1) {
          rows.push({
            name: 'candidates out of the process', value: await transfer(model, false), unit: 'frames/s',
            baseline: 'dense maps as well', baselineValue: await transfer(model, true),
          })
        }
      } finally {
        await inference.close()
      }
    }
    return rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, baseline, baselineValue } of await run()) {
    console.log(`${name.padEnd(46)}${value.toFixed(1).padStart(8)} ${unit}   ${(value / baselineValue).toFixed(2).padStart(6)} × ${baseline} (${baselineValue.toFixed(1)} ${unit})`)
  }
}
