// Pictures inside the page.
import { encode } from 'fast-png'
import type { RgbaImage } from '../../../core/rendering/image.ts'

/** The picture as a data URI (PNG, eight bits a channel). */
export function pngUri({ width, height, data }: RgbaImage): string {
  const bytes = encode({ width, height, data, channels: 4, depth: 8 }, { zlib: { level: 8 } })
  return `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`
}
