// Draws the marks of a frame over it: A circles, B squares, the truth crosses; false positives in a triangle, missed emitters in a
// diamond (its left half: missed by A, its right half: by B), pairs joined, σ as an ellipse. Every line has a dark rim, so that it
// shows on any frame.
import { marks as looks, type MarkName } from '../ui/index.ts'
import type { FrameMarks, Layer, Pairing } from './frame-marks.ts'
import type { Role } from '../datasets/index.ts'
import type { PixelBox } from './roi.ts'
import { toView, type Point, type Size, type ViewTransform } from './view-transform.ts'

export interface OverlayOptions {
  layers: { a: boolean; b: boolean; truth: boolean; pairs: boolean; errors: boolean; sigma: boolean }
  /** nm */
  pixelSize: number
  transform: ViewTransform
  view: Size
  /** nm, marked as picked. */
  picked: Point | undefined
}

const rim = 'rgba(0, 0, 0, 0.75)'

/** CSS pixels: grows with the zoom, but stays a mark. */
export function markRadius(scale: number): number {
  return Math.min(Math.max(scale * 0.9, 4), 14)
}

export function drawMarks(context: CanvasRenderingContext2D, marks: FrameMarks, options: OverlayOptions): void {
  const { layers, pixelSize, transform, view, picked } = options
  const radius = markRadius(transform.scale)
  const place = (layer: Layer, n: number): Point => toView(transform, { x: layer.columns.x[layer.rows[n]] / pixelSize, y: layer.columns.y[layer.rows[n]] / pixelSize })
  const seen = ({ x, y }: Point): boolean => x > -20 && y > -20 && x < view.width + 20 && y < view.height + 20
  const each = (role: Role, draw: (at: Point, n: number) => void): void => {
    const layer = marks.layers[role]
    for (let n = 0; n < (layer?.rows.length ?? 0); n++) {
      const at = place(layer!, n)
      if (seen(at)) draw(at, n)
    }
  }
  const visible = (pairing: Pairing): boolean => layers[pairing.detections] && layers[pairing.against]

  if (layers.pairs) {
    for (const pairing of marks.pairings.filter(visible)) {
      const path = new Path2D()
      const other = marks.layers[pairing.against]!
      each(pairing.detections, (at, n) => {
        if (pairing.partner[n] < 0) return
        const end = place(other, pairing.partner[n])
        path.moveTo(at.x, at.y)
        path.lineTo(end.x, end.y)
      })
      line(context, path, looks[pairing.detections].colour, 1.5)
    }
  }
  for (const role of ['truth', 'b', 'a'] as const) {
    if (!layers[role]) continue
    const path = new Path2D()
    each(role, (at) => shapes[looks[role].shape](path, at, role === 'truth' ? radius * 0.7 : radius))
    line(context, path, looks[role].colour, 1.75)
    if (layers.sigma && role !== 'truth') ellipses(context, marks.layers[role], each, role, transform.scale / pixelSize)
  }
  if (layers.errors) drawErrors(context, marks.pairings.filter((pairing) => pairing.against === 'truth' && layers[pairing.detections]), each, radius, layers.truth)
  if (picked) {
    const path = new Path2D()
    shapes.ring(path, toView(transform, { x: picked.x / pixelSize, y: picked.y / pixelSize }), radius + 6)
    line(context, path, looks.selected.colour, 2.5)
  }
}

function drawErrors(context: CanvasRenderingContext2D, pairings: Pairing[], each: (role: Role, draw: (at: Point, n: number) => void) => void, radius: number, truthShown: boolean): void {
  const wrong = new Path2D()
  const missed = new Path2D()
  for (const pairing of pairings) {
    each(pairing.detections, (at, n) => { if (pairing.outcome[n] === 'alone') shapes.triangle(wrong, at, radius + 5) })
    if (!truthShown) continue
    each('truth', (at, n) => { if (pairing.outcomeOfOther[n] === 'alone') halfDiamond(missed, at, radius + 4, pairing.detections === 'a' ? -1 : 1) })
  }
  line(context, missed, looks.missed.colour, 1.75)
  line(context, wrong, looks.falsePositive.colour, 1.75)
}

function ellipses(context: CanvasRenderingContext2D, layer: Layer | undefined, each: (role: Role, draw: (at: Point, n: number) => void) => void, role: Role, perNm: number): void {
  const { sigma_x, sigma_y } = layer?.columns ?? {}
  if (!layer || !sigma_x || !sigma_y) return
  const path = drawn((path) => each(role, (at, n) => {
    const [rx, ry] = [sigma_x[layer.rows[n]] * perNm, sigma_y[layer.rows[n]] * perNm]
    if (!(rx > 0 && ry > 0 && rx < 1000 && ry < 1000)) return
    path.moveTo(at.x + rx, at.y)
    path.ellipse(at.x, at.y, rx, ry, 0, 0, 2 * Math.PI)
  }))
  context.globalAlpha = 0.35
  context.fillStyle = looks[role].colour
  context.fill(path)
  context.globalAlpha = 1
  line(context, path, looks[role].colour, 1.5)
}

function drawn(draw: (path: Path2D) => void): Path2D {
  const path = new Path2D()
  draw(path)
  return path
}

function line(context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void {
  context.lineWidth = width + 2
  context.strokeStyle = rim
  context.stroke(path)
  context.lineWidth = width
  context.strokeStyle = colour
  context.stroke(path)
}

function polygon(path: Path2D, { x, y }: Point, corners: readonly (readonly [number, number])[], r: number): void {
  corners.forEach(([dx, dy], i) => { if (i === 0) path.moveTo(x + r * dx, y + r * dy); else path.lineTo(x + r * dx, y + r * dy) })
  path.closePath()
}

function halfDiamond(path: Path2D, { x, y }: Point, r: number, side: -1 | 1): void {
  path.moveTo(x, y - r)
  path.lineTo(x + side * r, y)
  path.lineTo(x, y + r)
}

const circle = (path: Path2D, { x, y }: Point, r: number): void => {
  path.moveTo(x + r, y)
  path.arc(x, y, r, 0, 2 * Math.PI)
}

/** Adds a mark's shape to a path, by the names of `marks`. */
export const shapes: Readonly<Record<(typeof looks)[MarkName]['shape'], (path: Path2D, at: Point, r: number) => void>> = {
  circle,
  ring: circle,
  square: (path, { x, y }, r) => path.rect(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r),
  cross(path, { x, y }, r) {
    path.moveTo(x - r, y)
    path.lineTo(x + r, y)
    path.moveTo(x, y - r)
    path.lineTo(x, y + r)
  },
  triangle: (path, at, r) => polygon(path, at, [[0, -1.15], [1, 0.75], [-1, 0.75]], r),
  diamond: (path, at, r) => polygon(path, at, [[0, -1], [1, 0], [0, 1], [-1, 0]], r),
}

/** The region: a dashed line, with corners to take hold of while it can be changed. */
export function drawRoi(context: CanvasRenderingContext2D, { x0, y0, x1, y1 }: PixelBox, transform: ViewTransform, changeable: boolean): void {
  const [from, to] = [toView(transform, { x: x0, y: y0 }), toView(transform, { x: x1, y: y1 })]
  const path = new Path2D()
  path.rect(from.x, from.y, to.x - from.x, to.y - from.y)
  context.lineWidth = 3
  context.strokeStyle = rim
  context.stroke(path)
  context.lineWidth = 1.5
  context.strokeStyle = '#ffffff'
  context.setLineDash([6, 4])
  context.stroke(path)
  context.setLineDash([])
  if (!changeable) return
  context.fillStyle = '#ffffff'
  for (const x of [from.x, to.x]) {
    for (const y of [from.y, to.y]) {
      context.fillRect(x - 4, y - 4, 8, 8)
      context.strokeStyle = rim
      context.lineWidth = 1
      context.strokeRect(x - 4, y - 4, 8, 8)
    }
  }
}
