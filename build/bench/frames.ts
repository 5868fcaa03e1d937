// How long people wait at the movie panel, from the window's side of the connection (messages packed as for the web host, without its
// socket): the first frame of stacks of over 10 GB, frames at random places of them as a scrubbed slider asks, and the preview of a
// frame. The frames that are looked at stand in the file cache, so the disk itself is not measured; geotiff's time for all directories is
// that of the first hundred, scaled.
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromFile } from 'geotiff'
import { challengeCamera } from '../../core/camera/camera.ts'
import { connectEngine, serveDoor, type Channel, type EngineClient } from '../../electron/contract/connection.ts'
import { packMessage, unpackMessage } from '../../electron/contract/messages.ts'
import { openDoor } from '../../electron/engine/door.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { FIRST_PIXEL } from '../../electron/engine/movies/tiff-encoding.ts'
import type { BenchRow } from './read.ts'
import { writeSparseStack } from './sparse-stack.ts'

const stacks = [{ side: 256, frames: 80_000 }, { side: 2048, frames: 1280 }] as const
const repetitions = 5

/** An engine and a window that talk in packed messages. */
function windowOf(): { client: EngineClient; close: () => Promise<void> } {
  const engine = createEngine()
  const door = openDoor(engine)
  const ends: ((message: unknown) => void)[] = []
  const end = (own: 0 | 1): Channel => ({
    post: (message) => {
      const bytes = packMessage(message)
      setImmediate(() => ends[1 - own](unpackMessage(bytes)))
    },
    listen: (listener) => { ends[own] = listener },
  })
  const served = serveDoor(door, end(0))
  const client = connectEngine(end(1))
  return {
    client,
    async close() {
      served.close()
      await door.close()
      await engine.close()
    },
  }
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

async function milliseconds(times: number, work: (turn: number) => Promise<unknown>): Promise<number> {
  const measured: number[] = []
  for (let turn = 0; turn < times; turn++) {
    const start = performance.now()
    await work(turn)
    measured.push(performance.now() - start)
  }
  return median(measured)
}

/** A new window each time: nothing is known of the file. */
async function firstFrame(path: string): Promise<number> {
  const windows = Array.from({ length: repetitions }, () => windowOf())
  try {
    return await milliseconds(repetitions, async (turn) => {
      const { client } = windows[turn]
      await client.call('info', { movie: path })
      await client.call('frames', { movie: path, first: 0, count: 1 })
    })
  } finally {
    for (const { close } of windows) await close()
  }
}

async function stackRows(folder: string, { side, frames }: (typeof stacks)[number]): Promise<BenchRow[]> {
  const path = join(folder, `${side}.tif`)
  const steps = side > 1000 ? 30 : 300
  const somewhere = (turn: number): number => (turn * 7919) % frames
  await writeSparseStack(path, side, frames, [0, ...Array.from({ length: steps }, (_, turn) => somewhere(turn))])
  const name = `${frames.toLocaleString('en')} frames ${side}×${side}`
  const first = await firstFrame(path)
  const geotiff = await milliseconds(1, async () => {
    const tiff = await fromFile(path)
    await (await tiff.getImage(0)).readRasters()
    // Geotiff knows no number of frames before it has read every directory; a hundred stand for all.
    for (let frame = 1; frame < 100; frame++) await tiff.getImage(frame)
    await tiff.close()
  }) * (frames / 100)
  const { client, close } = windowOf()
  const handle = await open(path)
  try {
    await client.call('frames', { movie: path, first: 0, count: 1 })
    const step = await milliseconds(steps, (turn) => client.call('frames', { movie: path, first: somewhere(turn), count: 1 }))
    const raw = await milliseconds(steps, (turn) => handle.read(new Uint8Array(2 * side * side), 0, 2 * side * side, FIRST_PIXEL + 2 * side * side * somewhere(turn)))
    const rate = (ms: number): number => 1000 / ms
    return [
      { name: `first frame, ${name}`, value: first, unit: 'ms', baseline: 'geotiff, all directories', baselineValue: geotiff },
      { name: `frames at random, ${name}`, value: rate(step), unit: 'frames/s', baseline: 'raw read of the same bytes', baselineValue: rate(raw) },
    ]
  } finally {
    await handle.close()
    await close()
    await rm(path)
  }
}

async function previewRows(folder: string): Promise<BenchRow[]> {
  const { client, close } = windowOf()
  try {
    const model = (await client.call('models', {})).models[0]?.id
    if (!model) return []
    const simulator = createEngine()
    const { movie } = await simulator.run('simulate', {
      out: join(folder, 'preview.tif'), sampling: { kind: 'csr' }, density: { perUm2: 0.5 }, width_px: 256, height_px: 256, frames: 24, seed: 1, workers: 1,
      acquisition: { psf: { type: 'astigmatic' }, camera: challengeCamera, zRange: [-750, 750], photons: 5000, background: [50, 50], onTime_frames: [2, 2] },
    })
    await simulator.close()
    const ask = (frame: number, threshold?: number): Promise<unknown> => client.call('preview', { movie, frame, model, threshold })
    // The process and the network are there from the first one on.
    await ask(23)
    const fresh = await milliseconds(10, (turn) => ask(2 * turn + 1))
    const threshold = await milliseconds(20, (turn) => ask(1, 0.2 + turn / 40))
    return [{ name: 'preview of another threshold, 256×256', value: threshold, unit: 'ms', baseline: 'preview of a new frame', baselineValue: fresh }]
  } finally {
    await close()
  }
}

/** Medians. */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'structloc-bench-'))
  try {
    const rows: BenchRow[] = []
    for (const stack of stacks) rows.push(...await stackRows(folder, stack))
    return [...rows, ...await previewRows(folder)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, baseline, baselineValue } of await run()) console.log(`${name}: ${value.toPrecision(3)} ${unit}, ${baseline}: ${baselineValue.toPrecision(3)} ${unit}`)
}
