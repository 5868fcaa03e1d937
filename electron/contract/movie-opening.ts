// What has to be said of some movies before their frames can be read: which channel, which plane, where the pixels of a raw file begin.
import { z } from 'zod'

const from1 = z.number().int().positive()

export const pixelTypes = ['uint8', 'uint16', 'uint32', 'int8', 'int16', 'int32', 'float32', 'float64'] as const

/** How the pixels of a file without a header of its own are laid out. */
export const rawHeaderSchema = z.strictObject({
  width: from1.max(65536),
  height: from1.max(65536),
  pixelType: z.enum(pixelTypes).default('uint16'),
  littleEndian: z.boolean().default(true),
  /** Bytes before the first frame. */
  offset: z.number().int().nonnegative().default(0),
  /** Bytes between two frames. */
  gap: z.number().int().nonnegative().default(0),
  /** As many as the file holds where absent. */
  frames: from1.optional(),
})
export type RawHeader = z.output<typeof rawHeaderSchema>

export const movieOpeningSchema = z.strictObject({
  /** From 1, in files that hold several. */
  position: from1.optional(),
  channel: from1.optional(),
  slice: from1.optional(),
  /** Take the whole frames of a file that ends too early; without it such a file is refused. */
  wholeFrames: z.boolean().optional(),
  /** The file is nothing but pixels, or a header that is skipped and pixels. */
  raw: rawHeaderSchema.optional(),
})
export type MovieOpening = z.output<typeof movieOpeningSchema>
