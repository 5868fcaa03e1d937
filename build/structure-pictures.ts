// Pictures of the kinds of structure for docs/structures.md, drawn as the program draws localizations: in the colours of depth,
// from above (XY) and below that from the side (XZ; a slice of 1 µm of kinds that would hide themselves). `node build/structure-pictures.ts [KIND …]`
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import type { Box, Positions } from '../core/geometry.ts'
import { Random } from '../core/random/random.ts'
import { saturation, sumByDepth, toPicture, type RenderPoints } from '../core/rendering/depth-image.ts'
import type { RgbaImage, View } from '../core/rendering/image.ts'
import { scaleBar } from '../core/rendering/scale.ts'
import { createSampling, structureKinds } from '../core/structure/registry.ts'

const folder = join(import.meta.dirname, '../docs/images/structures')

/** A field as large as that of a training window, and the depth of the shipped models, nm. */
const domain: Box = { x: [0, 4000], y: [0, 4000], z: [-750, 750] }
const SLICE = [1500, 2500] as const
/** Kinds that fill the field: of these the slice is shown from the side, of the others all. */
const filling = new Set(['csr', 'mitochondria', 'vesicles', 'sheet', 'nuclear-pores', 'clusters'])
const PIXEL = 12.5
/** Molecules are drawn as if localized with this σ, nm. */
const SIGMA = 10
const MOLECULES = 40000
const RANDOM_MOLECULES = 5000
const GAP = 6
const MOST_BYTES = 60_000
/** Seeds of pictures that show their kind well. */
const seeds: Readonly<Record<string, number>> = {
  microtubules: 5, filaments: 5, 'parallel-filaments': 2, crossings: 3, 'actin-mesh': 4, sheet: 4,
}

/** From above. */
function fromAbove(molecules: Positions): RgbaImage {
  return draw(molecules, { x: domain.x, y: domain.y, pixel: PIXEL })
}

/** From the side: depth upwards. */
function fromTheSide({ x, y, z }: Positions, [front, back]: readonly [number, number]): RgbaImage {
  const inSlice = (_: number, i: number): boolean => y[i] >= front && y[i] < back
  const depth = z.filter(inSlice)
  return draw({ x: x.filter(inSlice), y: depth.map((value) => -value), z: depth }, { x: domain.x, y: [-domain.z[1], -domain.z[0]], pixel: PIXEL })
}

function draw(points: RenderPoints, view: View): RgbaImage {
  const sums = sumByDepth(points, { view, zRange: domain.z, sigma: SIGMA })
  if (points.x.length === 0) return toPicture(sums)
  return toPicture(sums, Math.max(saturation(sums.density), 0.3))
}

/** Both views on grey, one above the other, with a scale bar. */
function composed(above: RgbaImage, side: RgbaImage): RgbaImage {
  const { width } = above
  const height = above.height + GAP + side.height
  const data = new Uint8ClampedArray(4 * width * height).fill(255)
  data.set(above.data)
  data.set(side.data, 4 * width * (above.height + GAP))
  const bar = Math.round(scaleBar(width * PIXEL).length / PIXEL)
  for (let row = above.height - 10; row < above.height - 7; row++) data.fill(255, 4 * (row * width + 8), 4 * (row * width + 8 + bar))
  return { width, height, data }
}

/** Three channels in steps of `step`, which makes files small where there is much detail. */
function png({ width, height, data }: RgbaImage, step: number): Uint8Array {
  const rounded = Uint8Array.from({ length: 3 * width * height }, (_, i) => Math.min(255, Math.round(data[4 * Math.floor(i / 3) + (i % 3)] / step) * step))
  return encode({ width, height, data: rounded, channels: 3, depth: 8 }, { zlib: { level: 9 } })
}

function picture(kind: string): Uint8Array {
  const seed = seeds[kind] ?? 1
  const molecules = createSampling({ kind }, domain)(new Random(seed)).draw(kind === 'csr' ? RANDOM_MOLECULES : MOLECULES, new Random(seed, 1))
  const image = composed(fromAbove(molecules), fromTheSide(molecules, filling.has(kind) ? SLICE : domain.y))
  for (let step = 1; step <= 64; step *= 2) {
    const bytes = png(image, step)
    if (bytes.length < MOST_BYTES) return bytes
  }
  throw new Error(`The picture of '${kind}' does not fit into ${MOST_BYTES} bytes.`)
}

mkdirSync(folder, { recursive: true })
const wanted = process.argv.slice(2)
for (const { name } of structureKinds) {
  if (name === 'points' || name === 'mixture' || (wanted.length > 0 && !wanted.includes(name))) continue
  const bytes = picture(name)
  writeFileSync(join(folder, `${name}.png`), bytes)
  process.stdout.write(`${name}.png ${(bytes.length / 1000).toFixed(1)} kB\n`)
}
