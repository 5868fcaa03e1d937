// Graphics card or processor: whichever draws faster.
import type { DrawnBy } from '../settings/index.ts'
import { CardPainter } from './card-painter.ts'
import type { DifferenceColours, Painter } from './painter.ts'
import { PlainPainter } from './plain-painter.ts'

/** Names of drivers that let the processor play a graphics card. */
const played = /swiftshader|llvmpipe|softpipe|software|basic render/i

/** Whether a driver of this name is a real card's. */
export const isCard = (renderer: string): boolean => !played.test(renderer)

/** The name of what WebGL 2 draws with; undefined where it cannot draw sums. */
function rendererName(): string | undefined {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  if (!gl?.getExtension('EXT_color_buffer_float')) return undefined
  const about = gl.getExtension('WEBGL_debug_renderer_info')
  const name = String(gl.getParameter(about ? about.UNMASKED_RENDERER_WEBGL : gl.RENDERER))
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return name
}

/** @param restored told when the card is back after it was lost */
export function choosePainter(by: DrawnBy, canvas: OffscreenCanvas, colours: DifferenceColours, restored: () => void): Painter {
  const name = by === 'processor' ? undefined : rendererName()
  return name !== undefined && (by === 'card' || isCard(name)) ? new CardPainter(canvas, colours, restored) : new PlainPainter(canvas, colours)
}
