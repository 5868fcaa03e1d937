// How fast movies are read: our reader against geotiff and against reading the file's bytes without any understanding,
// all in one run on one file of 2,000 frames 256×256 (262 MB), which stands in the file cache by then.
import { fromFile } from 'geotiff'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openMovie } from '../../electron/engine/movies/open-movie.ts'
import { createTiffWriter } from '../../electron/engine/movies/tiff-writer.ts'

export interface BenchRow {
  name: string
  value: number
  unit: string
  baseline: string
  baselineValue: number
}

const SIDE = 256
const FRAMES = 2000
const AT_ONCE = 64
const REPETITIONS = 7
/** geotiff is given this many frames of the file: its rate does not depend on the number. */
const GEOTIFF_FRAMES = 100

const FRAME_BYTES = 2 * SIDE * SIDE
const megabytesPerSecond = (bytes: number, ms: number): number => bytes / ms / 1000
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function writeMovie(path: string): Promise<void> {
  const writer = await createTiffWriter(path, { width: SIDE, height: SIDE, pixelType: 'uint16' })
  const pixels = Uint16Array.from({ length: 50 * SIDE * SIDE }, (_, i) => i * 40503)
  for (let frame = 0; frame < FRAMES; frame += 50) await writer.append(pixels)
  await writer.close()
}

/** The bytes of such a movie, and nothing else, to the disk. */
async function writeRaw(path: string): Promise<void> {
  const handle = await open(path, 'w')
  const pixels = new Uint8Array(50 * FRAME_BYTES).fill(7)
  for (let frame = 0; frame < FRAMES; frame += 50) await handle.write(pixels, 0, pixels.length, frame * FRAME_BYTES)
  await handle.sync()
  await handle.close()
}

/** The file's bytes from first to last, as many at once as the reader takes: into one buffer, or a new one each time. */
async function readRaw(path: string, reuse: boolean): Promise<void> {
  const handle = await open(path)
  const length = AT_ONCE * FRAME_BYTES
  const buffer = new Uint8Array(length)
  for (let at = 0; ; at += length) {
    if ((await handle.read(reuse ? buffer : new Uint8Array(length), 0, length, at)).bytesRead < length) break
  }
  await handle.close()
}

async function readOurs(path: string, reuse: boolean): Promise<void> {
  const movie = await openMovie(path)
  const into = reuse ? new Uint16Array(AT_ONCE * SIDE * SIDE) : undefined
  for (let frame = 0; frame < FRAMES; frame += AT_ONCE) {
    await movie.read(frame, Math.min(AT_ONCE, FRAMES - frame), undefined, into)
  }
  await movie.close()
}

async function readGeotiff(path: string): Promise<void> {
  const tiff = await fromFile(path)
  for (let frame = 0; frame < GEOTIFF_FRAMES; frame++) await (await tiff.getImage(frame)).readRasters({ interleave: false })
  await tiff.close()
}

const readers = {
  raw: (path: string) => readRaw(path, true),
  rawNew: (path: string) => readRaw(path, false),
  ours: (path: string) => readOurs(path, true),
  oursNew: (path: string) => readOurs(path, false),
  geotiff: readGeotiff,
}
type Reader = keyof typeof readers

/** Median rates over repetitions that take the readers in turn, opening the file included. */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'structloc-bench-'))
  try {
    const path = join(folder, 'movie.tif')
    const whole = FRAMES * FRAME_BYTES
    const rawWrite = megabytesPerSecond(whole, await timed(() => writeRaw(path)))
    const write = megabytesPerSecond(whole, await timed(() => writeMovie(path)))
    const times: Record<Reader, number[]> = { raw: [], rawNew: [], ours: [], oursNew: [], geotiff: [] }
    // The first turn warms the file cache and the compiler.
    for (let turn = 0; turn <= REPETITIONS; turn++) {
      for (const reader of Object.keys(readers) as Reader[]) {
        const time = await timed(() => readers[reader](path))
        if (turn > 0) times[reader].push(time)
      }
    }
    const rate = (reader: Reader): number =>
      megabytesPerSecond(reader === 'geotiff' ? GEOTIFF_FRAMES * FRAME_BYTES : whole, median(times[reader]))
    const row = (name: string, value: number, baseline: string, baselineValue: number): BenchRow => ({ name, value, unit: 'MB/s', baseline, baselineValue })
    return [
      row('read TIFF, one array reused', rate('ours'), 'raw read, one buffer reused', rate('raw')),
      row('read TIFF, one array reused', rate('ours'), 'geotiff', rate('geotiff')),
      row('read TIFF, new arrays', rate('oursNew'), 'raw read, new buffers', rate('rawNew')),
      row('read TIFF, new arrays', rate('oursNew'), 'raw read, one buffer reused', rate('raw')),
      row('read TIFF, new arrays', rate('oursNew'), 'geotiff', rate('geotiff')),
      row('write TIFF, synced', write, 'raw write, synced', rawWrite),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, baseline, baselineValue } of await run()) {
    console.log(`${name.padEnd(29)}${value.toFixed(0).padStart(6)} ${unit}   ${(value / baselineValue).toFixed(2).padStart(7)} × ${baseline} (${baselineValue.toFixed(0)} ${unit})`)
  }
}
