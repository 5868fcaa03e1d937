// From the command line: maps measured from stacks, a camera by name, a channel of a hyperstack, a raw file.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { cameraFileSchema, type ScmosCamera } from '../../core/camera/camera.ts'
import { expose } from '../../core/camera/exposure.ts'
import { Random } from '../../core/random/random.ts'
import { readingOf } from '../../electron/engine/localize/reading.ts'
import { createTiffWriter } from '../../electron/engine/movies/tiff-writer.ts'
import { encodeTiff, plainVariant } from '../unit/movies/encode-tiff.ts'

const folder = mkdtempSync(join(tmpdir(), 'structloc-cameras-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const [width, height] = [16, 12]
const camera: ScmosCamera = { type: 'scmos', quantumEfficiency: 0.8, spuriousCharge_e: 0, bits: 16, electronsPerAdu: 0.5, baseline_adu: 100, readNoise_e: 2 }

interface Ran { status: number; output: string }
function run(...args: string[]): Ran {
  try {
    return { status: 0, output: execFileSync(process.execPath, [join(import.meta.dirname, '../../electron/cli/main.ts'), ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }) }
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string }
    return { status, output: stderr }
  }
}

async function stack(name: string, photons: number, frames: number): Promise<string> {
  const path = join(folder, name)
  const writer = await createTiffWriter(path, { width, height, pixelType: 'uint16' })
  const random = new Random(5, photons)
  for (let f = 0; f < frames; f++) {
    const adu = new Uint16Array(width * height)
    expose(camera, new Float32Array(width * height).fill(photons), width, height, random, adu)
    await writer.append(adu)
  }
  await writer.close()
  return path
}

it('camera-maps writes a description whose maps have the camera\'s values, for --camera and for a region of the sensor', async () => {
  const stacks = [await stack('dark.tif', 0, 300), await stack('flat1.tif', 100, 300), await stack('flat2.tif', 500, 300)]
  const out = join(folder, 'camera.json')
  const { status, output } = run('camera-maps', ...stacks, '--quantum-efficiency', '0.8', '--out', out, '--json')
  expect(status, output).toBe(0)
  const maps = JSON.parse(output) as { electronsPerAdu: { median: number }; readNoise_e: { median: number }; repaired: number }
  expect(maps.electronsPerAdu.median).toBeCloseTo(0.5, 1)
  expect(maps.readNoise_e.median).toBeCloseTo(2, 0)
  expect(maps.repaired).toBe(0)
  const read = cameraFileSchema.parse(JSON.parse(readFileSync(out, 'utf8'))) as ScmosCamera
  const whole = await readingOf({ path: stacks[0], width, height }, { camera: read }, undefined)
  expect(whole.camera).toEqual(read)
  const part = await readingOf({ path: stacks[0], width: 4, height: 4 }, { camera: { ...read, onSensor: { x_px: 2, y_px: 3, binning: 1, combine: 'sum', flipX: false, flipY: false } } }, undefined)
  const map = read.baseline_adu as { values: number[] }
  expect((part.camera.baseline_adu as { values: number[] }).values[0]).toBe(map.values[3 * width + 2])
  await expect(readingOf({ path: stacks[0], width: 4, height: 4 }, { camera: read }, undefined)).rejects.toThrow(/Say where they lie on the sensor/)
})

it('maps of the whole sensor are cut by the region that the movie\'s own metadata name', async () => {
  const sensor = { width: 40, height: 30, values: Array.from({ length: 1200 }, (_, i) => 100 + i) }
  const dax = join(folder, 'region.dax')
  writeFileSync(dax, new Uint8Array(2 * 4 * 3))
  writeFileSync(join(folder, 'region.inf'), 'frame dimensions = 4 x 3\nnumber of frames = 1\nx_start = 11\nx_end = 14\ny_start = 6\ny_end = 8\n')
  const { camera: cut } = await readingOf({ path: dax, width: 4, height: 3 }, { camera: { ...camera, baseline_adu: sensor } }, undefined)
  expect((cut.baseline_adu as { values: number[] }).values).toEqual([0, 1, 2].flatMap((row) => [0, 1, 2, 3].map((column) => 100 + (5 + row) * 40 + 10 + column)))
})

it('info shows what a file holds, and what is meant can be said on the command line', () => {
  const frames = Array.from({ length: 6 }, (_, i) => Array<number>(20).fill(10 * i))
  const hyperstack = join(folder, 'hyper.tif')
  writeFileSync(hyperstack, encodeTiff(frames, { ...plainVariant, description: 'ImageJ=1.54f\nimages=6\nchannels=2\nframes=3\n' }))
  expect(run('info', hyperstack).output).toMatch(/channel 1 of 2, by ImageJ/)
  expect(JSON.parse(run('info', hyperstack, '--channel', '2', '--json').output)).toMatchObject({ frames: 3, opening: { channel: 2 }, values_adu: { least: 10, largest: 50 } })
  const raw = join(folder, 'pixels.bin')
  writeFileSync(raw, new Uint8Array(4 + 2 * 4 * 3 * 5))
  expect(JSON.parse(run('info', raw, '--raw', '4x3,uint16,offset=4', '--json').output)).toMatchObject({ frames: 5, width: 4, height: 3, opening: { raw: { offset: 4 } } })
  const wrong = run('info', raw, '--raw', '4x3,uint12')
  expect(wrong.status).toBe(2)
  expect(wrong.output).toMatch(/--raw does not know 'uint12'/)
})

it('the pixel size that the file states is taken where nobody says another, is shown with its origin, and judged by the model', () => {
  const movie = join(folder, 'wide.ome.tif')
  const xml = '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="32" SizeY="32" SizeZ="1" SizeC="1" SizeT="2" PhysicalSizeX="0.16" PhysicalSizeXUnit="µm"><TiffData/></Pixels></Image></OME>'
  writeFileSync(movie, encodeTiff([0, 1].map(() => Array<number>(1024).fill(400)), { ...plainVariant, width: 32, height: 32, rowsPerStrip: 32, description: xml }))
  expect(run('info', movie).output).toMatch(/pixel size +160 nm \(OME-XML, PhysicalSizeX\)/)
  const localize = (...more: string[]): { pixelSize: number; pixelSizeFrom: string; warnings: string[] } => {
    const { status, output } = run('localize', movie, '--model', 'mixture-5000-50', '--out', join(folder, 'table.csv'), '--provider', 'cpu', '--json', ...more)
    expect(status, output).toBe(0)
    return JSON.parse(output) as ReturnType<typeof localize>
  }
  expect(localize()).toMatchObject({ pixelSize: 160, pixelSizeFrom: 'file', warnings: [expect.stringContaining('pixels are 160 nm wide; model mixture-5000-50 was trained for 100 nm')] })
  expect(localize('--pixel-size', '101')).toMatchObject({ pixelSize: 101, pixelSizeFrom: 'given', warnings: [] })
  expect(JSON.parse(readFileSync(join(folder, 'table.json'), 'utf8'))).toMatchObject({ pixelSize: 101, pixelSizeFrom: 'given' })
  writeFileSync(movie, encodeTiff([0, 1].map(() => Array<number>(1024).fill(400)), { ...plainVariant, width: 32, height: 32, rowsPerStrip: 32 }))
  expect(localize()).toMatchObject({ pixelSize: 100, pixelSizeFrom: 'model', warnings: [] })
})

it('--camera takes a name, and says what the catalogue cannot know', () => {
  const out = join(folder, 'simulated.tif')
  const simulate = ['simulate', '--out', out, '--frames', '2', '--size', '32', '--photons', '1000', '--background', '10', '--density', '0.2', '--seed', '1']
  const { status, output } = run(...simulate, '--camera', 'Zyla 4.2')
  expect(status, output).toBe(0)
  expect(JSON.parse(readFileSync(join(folder, 'simulated.json'), 'utf8'))).toMatchObject({ acquisition: { camera: { type: 'scmos', electronsPerAdu: 0.45 } } })
  const evolve = run(...simulate, '--camera', 'evolve')
  expect(evolve.status).toBe(1)
  expect(evolve.output).toMatch(/does not know emGain, electronsPerAdu, baseline_adu, readNoise_e of the Photometrics Evolve 512/)
})
