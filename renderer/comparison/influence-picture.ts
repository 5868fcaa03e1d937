// The map of prior influence as a picture: cells in colour, with its legend.
import { colourLegend } from '../../core/rendering/legend.ts'
import { renderValues } from '../../core/rendering/value-image.ts'
import { valueColours } from '../superres/index.ts'

export type InfluenceMeasure = 'share' | 'mean'
export const influenceRanges = { share: [0, 1], mean: [0, 10] } as const

/** One pixel a cell, clear where there are too few rows. */
export function cellsCanvas(values: Float32Array, width: number, height: number, measure: InfluenceMeasure): HTMLCanvasElement {
  const { data } = renderValues(values, width, height, influenceRanges[measure], valueColours)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')!.putImageData(new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height), 0, 0)
  return canvas
}

/** Legend from left to right: colours, and words below. */
export function drawLegend(ctx: CanvasRenderingContext2D, measure: InfluenceMeasure, left: number, top: number, width: number, colour: string): void {
  const { colours, ticks } = colourLegend(valueColours, influenceRanges[measure], width, 5)
  colours.forEach(([red, green, blue], i) => {
    ctx.fillStyle = `rgb(${red},${green},${blue})`
    ctx.fillRect(left + i, top, 1, 8)
  })
  ctx.font = '11px system-ui, sans-serif'
  ctx.fillStyle = colour
  for (const { value, position } of ticks) {
    ctx.textAlign = position < 0.05 ? 'left' : position > 0.95 ? 'right' : 'center'
    ctx.fillText(measure === 'share' ? `${Math.round(100 * value)} %` : value === 10 ? '≥ 10 σ' : `${value} σ`, left + position * width, top + 21)
  }
}
