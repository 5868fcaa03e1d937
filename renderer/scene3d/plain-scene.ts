// Pictures of the 3D view by the processor alone: points as discs, nearer ones before farther ones, as vtk.js and cloud-pieces.ts have the graphics
// card draw them.
import { packedColour } from '../../core/rendering/packed-colour.ts'
import { boxEdges } from './box-edges.ts'
import { backgroundColour, boxColour, type PointScale } from './drawer.ts'
import { insideBounds, type Bounds, type Projection } from './view-math.ts'

export interface PlainCloud {
  /** x, y, z of each point, nm. */
  places: Float32Array
  /** As `packedColour` makes them. */
  colours: Uint32Array
  /** nm */
  radii: Float32Array
}

export interface PlainView {
  /** In device pixels. */
  projection: Projection
  clip: Bounds | undefined
  box: Bounds | undefined
  scale: PointScale
}

export interface PlainPicture {
  width: number
  height: number
  colours: Uint32Array
  /** −1 near … 1 far. */
  depths: Float32Array
}

const ofShares = ([red, green, blue]: readonly [number, number, number]): number => packedColour(255 * red, 255 * green, 255 * blue)

const largest_px = 256

export function clearPicture({ colours, depths }: PlainPicture): void {
  colours.fill(ofShares(backgroundColour))
  depths.fill(1)
}

/** Draws the first `count` points. */
export function drawPoints({ width, height, colours, depths }: PlainPicture, cloud: PlainCloud, count: number, { projection: { matrix: m }, clip, scale: { perNm, least } }: PlainView): void {
  const { places, radii } = cloud
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [places[3 * i], places[3 * i + 1], places[3 * i + 2]]
    if (clip && !insideBounds(clip, x, y, z)) continue
    const w = m[12] * x + m[13] * y + m[14] * z + m[15]
    const depth = (m[8] * x + m[9] * y + m[10] * z + m[11]) / w
    if (w <= 0 || depth < -1 || depth > 1) continue
    const column = (((m[0] * x + m[1] * y + m[2] * z + m[3]) / w + 1) * width) / 2
    const row = ((1 - (m[4] * x + m[5] * y + m[6] * z + m[7]) / w) * height) / 2
    const radius = Math.min(Math.max((2 * radii[i] * perNm) / w, least), largest_px) / 2
    const colour = cloud.colours[i]
    const top = Math.max(0, Math.ceil(row - radius - 0.5))
    const bottom = Math.min(height - 1, Math.floor(row + radius - 0.5))
    for (let line = top; line <= bottom; line++) {
      const away = line + 0.5 - row
      const half = Math.sqrt(radius * radius - away * away)
      const end = line * width + Math.min(width - 1, Math.floor(column + half - 0.5))
      for (let at = line * width + Math.max(0, Math.ceil(column - half - 0.5)); at <= end; at++) {
        if (depth > depths[at]) continue
        depths[at] = depth
        colours[at] = colour
      }
    }
  }
}

/** Draws the edges of the box, a pixel wide. */
export function drawBox(picture: PlainPicture, { projection: { matrix: m }, box }: PlainView): void {
  if (!box) return
  const { corners, edges } = boxEdges(box)
  const row = (i: number, [x, y, z]: readonly [number, number, number]): number => m[4 * i] * x + m[4 * i + 1] * y + m[4 * i + 2] * z + m[4 * i + 3]
  const projected = corners.map((corner) => [0, 1, 2, 3].map((i) => row(i, corner)))
  for (const [from, to] of edges) drawLine(picture, projected[from], projected[to])
}

/** A line between two points in clip coordinates (x, y, z, w). */
function drawLine({ width, height, colours, depths }: PlainPicture, from: readonly number[], to: readonly number[]): void {
  // What is left of it within −w … w along every axis (Liang and Barsky).
  let [first, last] = [0, 1]
  for (const axis of [0, 1, 2]) {
    for (const side of [-1, 1]) {
      const [a, b] = [from[3] + side * from[axis], to[3] + side * to[axis]]
      if (a < 0 && b < 0) return
      if (a < 0) first = Math.max(first, a / (a - b))
      else if (b < 0) last = Math.min(last, a / (a - b))
    }
  }
  if (first >= last) return
  const at = (share: number): number[] => {
    const [x, y, z, w] = from.map((value, i) => value + share * (to[i] - value))
    return [((x / w + 1) * width) / 2, ((1 - y / w) * height) / 2, z / w]
  }
  const [start, end] = [at(first), at(last)]
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(end[0] - start[0]), Math.abs(end[1] - start[1]))))
  const colour = ofShares(boxColour)
  for (let step = 0; step <= steps; step++) {
    const [x, y, depth] = start.map((value, i) => value + (step / steps) * (end[i] - value))
    const pixel = Math.min(height - 1, Math.floor(y)) * width + Math.min(width - 1, Math.floor(x))
    if (depth > depths[pixel]) continue
    depths[pixel] = depth
    colours[pixel] = colour
  }
}
