// Which rows of a long list are in sight. A page cannot be higher than some ten million pixels: longer lists are scrolled in
// proportion, and the rows are put where the eye is.

/** px */
export const rowHeight = 26
const mostPixels = 15_000_000
/** Rows drawn above and below what is in sight. */
const margin = 4

export interface RowWindow {
  /** Height of the scrolled content, px. */
  height: number
  /** Rows [first, end) are drawn, the first of them at `top` px of the content. */
  first: number
  end: number
  top: number
  /** Pixels of rows that a pixel of scrolling passes. */
  scale: number
}

function scaleOf(count: number, view: number): { height: number; scale: number } {
  const whole = count * rowHeight
  const height = Math.min(whole, mostPixels)
  return { height, scale: height < whole ? (whole - view) / (height - view) : 1 }
}

/** @param view height of what is in sight, px */
export function visibleRows(count: number, view: number, scrollTop: number): RowWindow {
  const { height, scale } = scaleOf(count, view)
  const from = Math.max(0, Math.min(scrollTop, height - view))
  const at = from * scale
  const first = Math.max(0, Math.min(count, Math.floor(at / rowHeight) - margin))
  const end = Math.min(count, Math.ceil((at + view) / rowHeight) + margin)
  return { height, first, end, top: from - (at - first * rowHeight), scale }
}

/** The nearest scrolling that has a row wholly in sight. */
export function scrollTopFor(row: number, count: number, view: number, scrollTop: number): number {
  const { scale } = scaleOf(count, view)
  const at = scrollTop * scale
  const top = row * rowHeight
  if (top < at) return top / scale
  if (top + rowHeight > at + view) return (top + rowHeight - view) / scale
  return scrollTop
}
