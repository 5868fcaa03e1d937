// Draws the histogram of a frame with its limits and the colours in between. Counts by their logarithm: background and molecules
// differ a thousandfold in number.
import { colourAt, type ColourMap } from '../../core/rendering/colour-map.ts'
import type { Contrast, Histogram } from './contrast.ts'
import { shown } from './contrast.ts'

const margin = 6
const strip = 10

/** Where a value stands, px from the left; values outside the histogram at its ends. */
export function xOf({ least, largest }: Histogram, value: number, width: number): number {
  return margin + Math.min(Math.max((value - least) / (largest - least), 0), 1) * (width - 2 * margin)
}

/** The value that stands there. */
export function valueAt({ least, largest }: Histogram, x: number, width: number): number {
  return least + Math.min(Math.max((x - margin) / (width - 2 * margin), 0), 1) * (largest - least)
}

export function drawHistogram(
  canvas: HTMLCanvasElement, histogram: Histogram, contrast: Contrast, lut: ColourMap,
  { width, height, ink, accent }: { width: number; height: number; ink: string; accent: string },
): void {
  const ratio = window.devicePixelRatio
  canvas.width = width * ratio
  canvas.height = height * ratio
  const context = canvas.getContext('2d')
  if (!context) return
  context.scale(ratio, ratio)
  const { counts, least, largest } = histogram
  const room = height - strip - 4
  const most = Math.log1p(counts.reduce((a, b) => Math.max(a, b), 1))
  const step = (width - 2 * margin) / counts.length
  context.fillStyle = ink
  context.globalAlpha = 0.6
  counts.forEach((count, i) => {
    const tall = (Math.log1p(count) / most) * (room - 2)
    context.fillRect(margin + i * step, room - tall, Math.max(step, 0.5), tall)
  })
  context.globalAlpha = 1
  for (let x = 0; x < width - 2 * margin; x++) {
    const value = least + (x / (width - 2 * margin)) * (largest - least)
    context.fillStyle = `rgb(${colourAt(lut, shown(value, contrast)).map(Math.round).join(' ')})`
    context.fillRect(margin + x, height - strip, 1, strip)
  }
  context.fillStyle = accent
  for (const value of [contrast.low, contrast.high]) {
    const x = xOf(histogram, value, width)
    context.fillRect(x - 1, 0, 2, height)
    context.fillRect(x - 4, room - 6, 8, 10)
  }
}
