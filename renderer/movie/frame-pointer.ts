// What the mouse does to a frame: the wheel zooms at the cursor, dragging moves or draws the region, a click picks.
import { ref, type Ref } from 'vue'
import { boxBetween, cursorOf, dragged, gripAt, type Grip, type PixelBox } from './roi.ts'
import { toFrame, type Point, type Size, type ViewTransform } from './view-transform.ts'

export interface PointerParts {
  element: () => HTMLElement
  /** The place in its pane for a place in the element. */
  inPane: (at: Point) => Point
  transform: () => ViewTransform
  frame: () => Size
  /** Whether the left button moves the frame. */
  leftPans: () => boolean
  drawsRoi: () => boolean
  roi: () => PixelBox | undefined
  spaceHeld: () => boolean
  zoom: (factor: number, at: Point) => void
  pan: (by: Point) => void
  /** The region while it is drawn; undefined: a click without a drag, which removes it. */
  draw: (box: PixelBox | undefined) => void
  pick: (at: Point) => void
  moved: (at: Point | undefined) => void
}

export interface PointerHandlers {
  pointerdown: (event: PointerEvent) => void
  pointermove: (event: PointerEvent) => void
  pointerup: (event: PointerEvent) => void
  pointercancel: () => void
  pointerleave: () => void
  wheel: (event: WheelEvent) => void
}

interface Drag {
  kind: 'pan' | 'roi' | 'grip' | 'click'
  start: Point
  last: Point
  far: boolean
  button: number
  box?: PixelBox
  grip?: Grip
}

/** CSS pixels that a click may wander. */
const still = 4
const nearSide = 6

export function usePointer(parts: PointerParts): { cursor: Ref<string>; handlers: PointerHandlers } {
  const cursor = ref('default')
  let drag: Drag | undefined

  const place = (event: MouseEvent): Point => {
    const box = parts.element().getBoundingClientRect()
    return parts.inPane({ x: event.clientX - box.left, y: event.clientY - box.top })
  }
  const near = (): number => nearSide / parts.transform().scale

  function gripUnder(at: Point): Grip | undefined {
    const box = parts.roi()
    return box && gripAt(box, toFrame(parts.transform(), at), near())
  }

  function showCursor(at: Point): void {
    cursor.value = drag?.kind === 'pan' ? 'grabbing' : parts.spaceHeld() ? 'grab' : parts.drawsRoi() ? cursorOf(gripUnder(at)) : parts.leftPans() ? 'grab' : 'default'
  }

  function down(event: PointerEvent): void {
    if (event.button > 1) return
    const at = place(event)
    const begin = (kind: Drag['kind'], more: Partial<Drag> = {}): void => { drag = { kind, start: at, last: at, far: false, button: event.button, ...more } }
    if (event.button === 1 || parts.spaceHeld()) begin('pan')
    else if (parts.drawsRoi()) {
      const grip = gripUnder(at)
      begin(grip ? 'grip' : 'roi', { grip, box: parts.roi() })
    } else begin(parts.leftPans() ? 'pan' : 'click')
    // No scrolling by the middle button.
    if (event.button === 1) event.preventDefault()
    parts.element().setPointerCapture(event.pointerId)
    showCursor(at)
  }

  function move(event: PointerEvent): void {
    const at = place(event)
    parts.moved(at)
    if (drag) {
      drag.far ||= Math.hypot(at.x - drag.start.x, at.y - drag.start.y) >= still
      if (drag.far) follow(drag, at)
      drag.last = drag.far ? at : drag.last
    }
    showCursor(at)
  }

  function follow(now: Drag, at: Point): void {
    const [from, to] = [toFrame(parts.transform(), now.start), toFrame(parts.transform(), at)]
    if (now.kind === 'pan') parts.pan({ x: at.x - now.last.x, y: at.y - now.last.y })
    else if (now.kind === 'roi') parts.draw(boxBetween(from, to, parts.frame()))
    else if (now.kind === 'grip') parts.draw(dragged(now.box!, now.grip!, { x: to.x - from.x, y: to.y - from.y }, parts.frame()))
  }

  function up(event: PointerEvent): void {
    const ended = drag
    drag = undefined
    if (!ended) return
    const at = place(event)
    if (!ended.far && ended.button === 0 && !parts.spaceHeld()) {
      if (ended.kind === 'roi') parts.draw(undefined)
      else if (ended.kind !== 'grip') parts.pick(at)
    }
    showCursor(at)
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault()
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 200 : 1
    parts.zoom(Math.exp(-Math.min(Math.max(event.deltaY * lines, -400), 400) * 0.002), place(event))
    parts.moved(place(event))
  }

  return {
    cursor,
    handlers: {
      pointerdown: down, pointermove: move, pointerup: up,
      pointercancel: () => { drag = undefined },
      pointerleave: () => { if (!drag) parts.moved(undefined) },
      wheel,
    },
  }
}
