// Where the label of a thing stands: beside it, within the window.
export type Side = 'top' | 'bottom' | 'left'

interface Box { left: number; top: number; width: number; height: number }
interface Size { width: number; height: number }

/** Between a thing and its label, and between a label and the window's edge, px. */
const gap = 8

/**
 * Left and top of a label (px from the window's corner): on the side that is wanted, or opposite where there is no room, and moved
 * along the thing's edge until it lies within the window.
 */
export function placeTip(thing: Box, label: Size, window: Size, side: Side): { left: number; top: number } {
  const within = (at: number, length: number, whole: number): number => Math.max(gap, Math.min(at, whole - length - gap))
  if (side === 'left') {
    const left = thing.left - gap - label.width
    return {
      left: within(left >= gap ? left : thing.left + thing.width + gap, label.width, window.width),
      top: within(thing.top + (thing.height - label.height) / 2, label.height, window.height),
    }
  }
  const [above, below] = [thing.top - gap - label.height, thing.top + thing.height + gap]
  const fits = side === 'top' ? above >= gap : below + label.height + gap <= window.height
  return {
    left: within(thing.left + (thing.width - label.width) / 2, label.width, window.width),
    top: within(fits === (side === 'top') ? above : below, label.height, window.height),
  }
}
