// Colours of a value that says how bad something is (error, prior influence): calm to glaring, all bright enough to show on black.
import { fromHex, type ColourMap } from '../../core/rendering/colour-map.ts'

export const emphasis: ColourMap = fromHex('emphasis', '4f95d6 6fa6c4 97b3a3 c0b77f dfae5f f2974a fa7540 f9503c')

/** Rows without a value, and those without a partner (red, green, blue: shares 0 … 1). */
export const noValue: readonly [number, number, number] = [0.42, 0.42, 0.42]
export const noPartner: readonly [number, number, number] = [0.8, 0.475, 0.655]
