// Camera descriptions. μ: photons that reach a pixel; m = QE·μ + c: expected photoelectrons.
// EMCCD: n = Poisson(m), e = Gamma(n, G) + Normal(0, σ_read), ADU = floor(e / electronsPerAdu) + baseline.
// sCMOS and CCD: e = Poisson(m) + Normal(0, σ_read), ADU = e / electronsPerAdu + baseline. (DECODE; SMLM Challenge 2016.)
import { z } from 'zod'

const positive = z.number().positive()
const common = {
  /** Share of photons that become photoelectrons, 0 … 1. */
  quantumEfficiency: z.number().gt(0).max(1),
  /** Spurious charge (clock-induced, dark), e⁻ per pixel and frame. */
  spuriousCharge_e: z.number().min(0).default(0),
  electronsPerAdu: positive,
  baseline_adu: z.number(),
  /** The largest ADU value is 2^bits - 1. */
  bits: z.number().int().min(8).max(16).default(16),
}

export const emccdSchema = z.strictObject({
  type: z.literal('emccd'), ...common,
  /** EM gain G. 'none', 0 and 1 all mean that no EM register is used: describe such a camera as 'ccd'. */
  emGain: z.number().gt(1),
  readNoise_e: z.number().min(0),
})

export interface PixelMap {
  width: number
  height: number
  /** Row-major. */
  values: number[]
}

const side = z.number().int().positive().max(65536)

/** A value for all pixels, or a map by which each pixel has its own: as numbers, or as 32-bit floats (little-endian) in base64. */
const perPixel = <T extends z.ZodType<number, number>>(value: T) =>
  z.union([
    value,
    z.strictObject({ width: side, height: side, values: z.array(value) }),
    z.strictObject({ width: side, height: side, float32: z.string() })
      .transform(({ width, height, float32 }): PixelMap => ({ width, height, values: numbersOf(float32) }))
      .pipe(z.object({ width: side, height: side, values: z.array(value) })),
  ])

/** A movie's frames on maps of the whole sensor. */
const onSensorSchema = z.strictObject({
  /** First column and row of the sensor that the frames show, from 0. */
  x_px: z.number().int().nonnegative().default(0),
  y_px: z.number().int().nonnegative().default(0),
  /** Sensor pixels on a side of a frame's pixel. */
  binning: z.number().int().min(1).max(16).default(1),
  /** What the camera does with the pixels of one bin. */
  combine: z.enum(['sum', 'mean']).default('sum'),
  /** The frames are the mirror image of the sensor, left to right or top to bottom. */
  flipX: z.boolean().default(false),
  flipY: z.boolean().default(false),
})

export const scmosSchema = z.strictObject({
  type: z.literal('scmos'), ...common,
  electronsPerAdu: perPixel(positive),
  baseline_adu: perPixel(z.number()),
  readNoise_e: perPixel(z.number().min(0)),
  onSensor: onSensorSchema.optional(),
})

export const ccdSchema = z.strictObject({ type: z.literal('ccd'), ...common, readNoise_e: z.number().min(0) })

export const cameraSchema = z.discriminatedUnion('type', [emccdSchema, scmosSchema, ccdSchema])
/** A description in a file of its own, which may name its schema. */
export const cameraFileSchema = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { $schema: _, ...camera } = value as Record<string, unknown>
  return camera
}, cameraSchema)

export type Camera = z.infer<typeof cameraSchema>
export type EmccdCamera = z.infer<typeof emccdSchema>
export type ScmosCamera = z.infer<typeof scmosSchema>
export type CcdCamera = z.infer<typeof ccdSchema>

function numbersOf(base64: string): number[] {
  let text: string
  try {
    text = atob(base64)
  } catch {
    return [NaN]
  }
  const view = new DataView(new ArrayBuffer(text.length))
  for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i))
  return Array.from({ length: text.length >> 2 }, (_, i) => view.getFloat32(4 * i, true))
}

/** A map as it is written: short, and read faster than numbers. */
export function encodedMap(width: number, height: number, values: ArrayLike<number>): { width: number; height: number; float32: string } {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i], true)
  let text = ''
  for (let at = 0; at < view.byteLength; at += 8192) text += String.fromCharCode(...new Uint8Array(view.buffer, at, Math.min(8192, view.byteLength - at)))
  return { width, height, float32: btoa(text) }
}

/** The EMCCD of the SMLM Challenge 2016: 6.00 ADU a photon. */
export const challengeCamera: EmccdCamera = {
  type: 'emccd', quantumEfficiency: 0.9, spuriousCharge_e: 0.002, emGain: 300, readNoise_e: 74.4,
  electronsPerAdu: 45, baseline_adu: 100, bits: 16,
}
