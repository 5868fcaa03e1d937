// Where the sample is looked at: the point (nm) in the middle of a pane, and CSS pixels a nanometre. Panes share one place, so they
// move together.

export interface Place {
  /** nm */
  x: number
  y: number
  /** CSS pixels a nm. */
  scale: number
}

export interface Size {
  width: number
  height: number
}

/** nm: x from left, y from top. */
export interface Region {
  x0: number
  y0: number
  x1: number
  y1: number
}

const least = 1e-5
const most = 50

const limited = (scale: number): number => Math.min(Math.max(scale, least), most)

/** The whole region in the middle, with a little room around it. */
export function fitted({ x0, y0, x1, y1 }: Region, pane: Size, share = 0.96): Place {
  const scale = limited(share * Math.min(pane.width / Math.max(x1 - x0, 1), pane.height / Math.max(y1 - y0, 1)))
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, scale }
}

/** The point (nm) under a CSS pixel of the pane. */
export function toSample(place: Place, pane: Size, at: { x: number; y: number }): { x: number; y: number } {
  return { x: place.x + (at.x - pane.width / 2) / place.scale, y: place.y + (at.y - pane.height / 2) / place.scale }
}

/** The CSS pixel of the pane at which a point (nm) stands. */
export function toPane(place: Place, pane: Size, point: { x: number; y: number }): { x: number; y: number } {
  return { x: (point.x - place.x) * place.scale + pane.width / 2, y: (point.y - place.y) * place.scale + pane.height / 2 }
}

/** Another scale; what is under the CSS pixel `at` stays there. */
export function zoomed(place: Place, pane: Size, factor: number, at: { x: number; y: number }): Place {
  const scale = limited(place.scale * factor)
  const point = toSample(place, pane, at)
  return { scale, x: point.x - (at.x - pane.width / 2) / scale, y: point.y - (at.y - pane.height / 2) / scale }
}

/** Moved with the pointer, by CSS pixels. */
export function dragged(place: Place, by: { x: number; y: number }): Place {
  return { ...place, x: place.x - by.x / place.scale, y: place.y - by.y / place.scale }
}

/** What a pane shows. */
export function seen(place: Place, pane: Size): Region {
  const [halfWidth, halfHeight] = [pane.width / place.scale / 2, pane.height / place.scale / 2]
  return { x0: place.x - halfWidth, y0: place.y - halfHeight, x1: place.x + halfWidth, y1: place.y + halfHeight }
}
