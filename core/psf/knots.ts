// The knots of a spline as text: 16-bit whole numbers, little-endian, in base64, with one scale for all.

export interface PackedKnots {
  /** Value of one unit. */
  scale: number
  /** base64 of 16-bit integers, little-endian. */
  values: string
}

const most = 32767

/** Rounds to 1/32767 of the largest size. */
export function packKnots(knots: ArrayLike<number>): PackedKnots {
  let largest = 0
  for (let i = 0; i < knots.length; i++) largest = Math.max(largest, Math.abs(knots[i]))
  const scale = largest > 0 ? largest / most : 1
  let bytes = ''
  for (let i = 0; i < knots.length; i++) {
    const value = Math.round(knots[i] / scale)
    bytes += String.fromCharCode(value & 255, (value >> 8) & 255)
  }
  return { scale, values: btoa(bytes) }
}

/** How many knots there are, or undefined where the text is no base64 of whole 16-bit numbers. */
export function knotsIn(values: string): number | undefined {
  const bytes = bytesOf(values)
  return bytes === undefined ? undefined : bytes.length / 2
}

/** The knots, or undefined where the text is no base64 of whole 16-bit numbers. */
export function unpackKnots({ scale, values }: PackedKnots): Float64Array | undefined {
  const bytes = bytesOf(values)
  if (bytes === undefined) return undefined
  const knots = new Float64Array(bytes.length / 2)
  for (let i = 0; i < knots.length; i++) knots[i] = scale * (((bytes.charCodeAt(2 * i) | (bytes.charCodeAt(2 * i + 1) << 8)) << 16) >> 16)
  return knots
}

/** As characters of one byte each. */
function bytesOf(values: string): string | undefined {
  try {
    const bytes = atob(values)
    return bytes.length % 2 === 0 ? bytes : undefined
  } catch {
    return undefined
  }
}
