// Where a frame stands in its view: CSS pixels from the view's top-left corner against the frame's pixels from its outer top-left
// corner (so that pixel 0 reaches from 0 to 1).

export interface ViewTransform {
  /** CSS pixels a frame pixel. */
  scale: number
  /** Where the frame's corner stands, CSS pixels. */
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

export const leastScale = 0.02
export const mostScale = 200

const limited = (scale: number): number => Math.min(Math.max(scale, leastScale), mostScale)

/** The whole frame, as large as it goes, in the middle. */
export function fit(frame: Size, view: Size): ViewTransform {
  const scale = limited(Math.min(view.width / frame.width, view.height / frame.height))
  return centred(frame, view, scale)
}

/** The frame's middle in the view's middle. */
export function centred(frame: Size, view: Size, scale: number): ViewTransform {
  return { scale, x: (view.width - frame.width * scale) / 2, y: (view.height - frame.height * scale) / 2 }
}

/** Another scale; the frame's point under `at` (view) stays there. */
export function zoomed(transform: ViewTransform, scale: number, at: Point): ViewTransform {
  const next = limited(scale)
  const factor = next / transform.scale
  return { scale: next, x: at.x - (at.x - transform.x) * factor, y: at.y - (at.y - transform.y) * factor }
}

/** Moved by CSS pixels; a corner of the frame stays in the view. */
export function panned(transform: ViewTransform, by: Point, frame: Size, view: Size): ViewTransform {
  const margin = 24
  const within = (at: number, size: number, room: number): number => Math.min(Math.max(at, margin - size), room - margin)
  return {
    scale: transform.scale,
    x: within(transform.x + by.x, frame.width * transform.scale, view.width),
    y: within(transform.y + by.y, frame.height * transform.scale, view.height),
  }
}

/** Frame pixels of a point in the view. */
export function toFrame({ scale, x, y }: ViewTransform, at: Point): Point {
  return { x: (at.x - x) / scale, y: (at.y - y) / scale }
}

/** CSS pixels of a point in the frame. */
export function toView({ scale, x, y }: ViewTransform, at: Point): Point {
  return { x: at.x * scale + x, y: at.y * scale + y }
}

/** Whether the whole frame stands in the view. */
export function allSeen({ scale, x, y }: ViewTransform, frame: Size, view: Size): boolean {
  return x >= -0.5 && y >= -0.5 && x + frame.width * scale <= view.width + 0.5 && y + frame.height * scale <= view.height + 0.5
}
