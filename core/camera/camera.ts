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

/** A value for all pixels, or a map (row-major, as wide and high as the movie) by which each pixel has its own. */
const perPixel = <T extends z.ZodType<number>>(value: T) =>
  z.union([value, z.strictObject({ width: z.number().int().positive(), height: z.number().int().positive(), values: z.array(value) })])

export const scmosSchema = z.strictObject({
  type: z.literal('scmos'), ...common,
  electronsPerAdu: perPixel(positive),
  baseline_adu: perPixel(z.number()),
  readNoise_e: perPixel(z.number().min(0)),
})

export const ccdSchema = z.strictObject({ type: z.literal('ccd'), ...common, readNoise_e: z.number().min(0) })

export const cameraSchema = z.discriminatedUnion('type', [emccdSchema, scmosSchema, ccdSchema])
export type Camera = z.infer<typeof cameraSchema>
export type EmccdCamera = z.infer<typeof emccdSchema>
export type ScmosCamera = z.infer<typeof scmosSchema>
export type CcdCamera = z.infer<typeof ccdSchema>

/** The EMCCD of the SMLM Challenge 2016: 6.00 ADU a photon. */
export const challengeCamera: EmccdCamera = {
  type: 'emccd', quantumEfficiency: 0.9, spuriousCharge_e: 0.002, emGain: 300, readNoise_e: 74.4,
  electronsPerAdu: 45, baseline_adu: 100, bits: 16,
}
