// The parts of the view: one picture, or frame, model and residual beside each other, all at the same place and scale.
import type { Pane } from './frame-painter.ts'
import type { ViewMode } from './frame-view-store.ts'
import type { Point, Size } from './view-transform.ts'

export type Plane = 'frame' | 'model' | 'residual'

const gap = 2

export function planesOf(mode: ViewMode): readonly Plane[] {
  return mode === 'all' ? ['frame', 'model', 'residual'] : [mode]
}

export function panesOf(count: number, { width, height }: Size): Pane[] {
  const each = Math.max(1, Math.floor((width - (count - 1) * gap) / count))
  return Array.from({ length: count }, (_, i) => ({ x: i * (each + gap), y: 0, width: i === count - 1 ? Math.max(1, width - i * (each + gap)) : each, height }))
}

/** A place in the view as one in its pane. */
export function inPane(panes: readonly Pane[], at: Point): Point {
  const pane = panes.findLast(({ x }) => at.x >= x) ?? panes[0]
  return { x: at.x - pane.x, y: at.y - pane.y }
}
