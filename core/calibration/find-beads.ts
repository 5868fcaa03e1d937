// Where the beads are, and which of them can be used: bright spots of the stack's mean over all planes.
import { median, type BeadStack, type CalibrationSettings } from './bead-stack.ts'

export type BeadFault = 'edge' | 'neighbour' | 'dim' | 'bright' | 'saturated' | 'shape' | 'unregistered'

export interface Candidate {
  /** px from the outer corner of the top-left pixel. */
  x_px: number
  y_px: number
  /** Mean light above the background in the window, ADU a plane; 0 where the window leaves the frame. */
  light_adu: number
  photons: number | undefined
  fault: BeadFault | undefined
  /** Why it is not used, a sentence. */
  reason: string | undefined
}

/** Of a Gaussian by which the mean is smoothed, px. */
const smoothing_px = 1.5
/** A spot this much fainter than another one near is part of that one's image. */
const lobe = 0.1

/** The mean over all planes, smoothed, and its median. */
function smoothMean({ width, height, planes, adu }: BeadStack): { mean: Float64Array; smooth: Float64Array } {
  const size = width * height
  const mean = new Float64Array(size)
  for (let plane = 0; plane < planes; plane++) for (let i = 0; i < size; i++) mean[i] += adu[plane * size + i] / planes
  const reach = 5
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-0.5 * ((k - reach) / smoothing_px) ** 2))
  const pass = (from: Float64Array, length: number, stride: number): Float64Array => from.map((_, i) => {
    const place = Math.floor(i / stride) % length
    let [sum, weights] = [0, 0]
    for (let k = -reach; k <= reach; k++) {
      if (place + k < 0 || place + k >= length) continue
      sum += kernel[k + reach] * from[i + k * stride]
      weights += kernel[k + reach]
    }
    return sum / weights
  })
  return { mean, smooth: pass(pass(mean, width, 1), height, width) }
}

/** Spots that rise above the scatter of the mean, from the brightest down. Places in px. */
function spots({ width, height }: BeadStack, smooth: Float64Array, radius_px: number): { x_px: number; y_px: number }[] {
  const middle = median(smooth)
  const scatter = 1.4826 * median(smooth.map((value) => Math.abs(value - middle)))
  const found: { x_px: number; y_px: number; height: number }[] = []
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const at = row * width + column
      const here = smooth[at]
      if (here - middle < 8 * scatter) continue
      const around = [at - 1, at + 1, at - width, at + width, at - width - 1, at - width + 1, at + width - 1, at + width + 1]
      if (around.every((i) => smooth[i] < here || (smooth[i] === here && i > at))) found.push({ x_px: column + 0.5, y_px: row + 0.5, height: here - middle })
    }
  }
  found.sort((a, b) => b.height - a.height)
  const kept: typeof found = []
  for (const one of found) {
    const near = kept.some((other) => {
      const distance = Math.hypot(one.x_px - other.x_px, one.y_px - other.y_px)
      return distance < 4 || (distance < 2 * radius_px && one.height < lobe * other.height)
    })
    if (!near && one.height > 0.02 * kept[0]?.height || kept.length === 0) kept.push(one)
  }
  return kept
}

/** Beads closer than this, px, light each other's windows. */
const nearestOf = (radius_px: number): number => 1.5 * radius_px + 4

/** Grey values at which a camera of 8, 10, 12, 14 or 16 bit ends. */
const ends_adu = [255, 1023, 4095, 16_383, 65_535]

/** The grey value at which the stack is cut off, where its largest value is one at which cameras end. */
function ceiling({ adu }: BeadStack, { camera }: CalibrationSettings): number {
  let largest = 0
  for (let i = 0; i < adu.length; i++) if (adu[i] > largest) largest = adu[i]
  const ends = camera ? [2 ** camera.bits - 1] : ends_adu
  return ends.includes(largest) ? largest : Infinity
}

/** The background far from every bead: a value a plane, ADU. */
export function backgrounds({ width, height, planes, adu }: BeadStack, places: readonly { x_px: number; y_px: number }[], radius_px: number): Float64Array {
  const size = width * height
  const away = [1.5, 1.2, 1].map((factor) => Array.from({ length: size }, (_, i) => i).filter((i) => places.every(({ x_px, y_px }) =>
    Math.hypot((i % width) + 0.5 - x_px, Math.floor(i / width) + 0.5 - y_px) > factor * radius_px)))
  const pixels = away.find((list) => list.length >= 0.05 * size) ?? Array.from({ length: size }, (_, i) => i)
  const lone = pixels.length < size
  return Float64Array.from({ length: planes }, (_, plane) => {
    const values = Float64Array.from(pixels, (i) => adu[plane * size + i]).sort()
    // Where beads are everywhere, the lowest tenth; else the mean without the light of what was not seen as a bead.
    const kept = lone ? values.subarray(0, Math.ceil(0.9 * values.length)) : values.subarray(0, Math.ceil(0.1 * values.length))
    const half = values[values.length >> 1]
    const spread = 1.4826 * median(kept.map((value) => Math.abs(value - half)))
    const usual = lone ? values.filter((value) => Math.abs(value - half) <= 3 * Math.max(spread, 1)) : kept
    return usual.reduce((a, b) => a + b, 0) / usual.length
  })
}

/** All beads that are seen, or those whose places are given; those that cannot be used say why. */
export function findBeads(stack: BeadStack, settings: CalibrationSettings): Candidate[] {
  const { width, height, planes, adu } = stack
  const { radius_px: radius, pixelSize } = settings
  const { mean, smooth } = smoothMean(stack)
  const places: { x_px: number; y_px: number; photons?: number }[] =
    settings.positions?.map(({ x, y, photons }) => ({ x_px: x / pixelSize, y_px: y / pixelSize, photons })) ?? spots(stack, smooth, radius)
  const level = backgrounds(stack, places, radius).reduce((a, b) => a + b, 0) / planes
  const cut = ceiling(stack, settings)
  const beads = places.map(({ x_px, y_px, photons }): Candidate => {
    const bead: Candidate = { x_px, y_px, light_adu: 0, photons, fault: undefined, reason: undefined }
    const [left, top] = [Math.floor(x_px) - radius, Math.floor(y_px) - radius]
    if (left < 0 || top < 0 || left + 2 * radius >= width || top + 2 * radius >= height) {
      return { ...bead, fault: 'edge', reason: `Its window of ${2 * radius + 1}×${2 * radius + 1} pixels leaves the frame.` }
    }
    let clipped = 0
    for (let row = top; row <= top + 2 * radius; row++) {
      for (let column = left; column <= left + 2 * radius; column++) {
        bead.light_adu += mean[row * width + column] - level
        if (cut < Infinity) for (let plane = 0; plane < planes; plane++) if (adu[(plane * height + row) * width + column] >= cut) clipped++
      }
    }
    if (clipped > 0) return { ...bead, fault: 'saturated', reason: `${clipped} of its values are at the camera's end, ${cut} ADU.` }
    const others = places.filter((other) => other.x_px !== x_px || other.y_px !== y_px).map((other) => Math.hypot(other.x_px - x_px, other.y_px - y_px))
    const nearest = Math.min(...others)
    if (nearest < nearestOf(radius)) return { ...bead, fault: 'neighbour', reason: `Another bead is ${nearest.toFixed(1)} px away; its light reaches into the window.` }
    return bead
  })
  const usable = beads.filter(({ fault }) => fault === undefined)
  const usual = median(usable.map(({ light_adu, photons }) => light_adu / (photons ?? 1)))
  for (const bead of usable) {
    const times = bead.light_adu / (bead.photons ?? 1) / usual
    if (!(times > 0.4)) Object.assign(bead, { fault: 'dim', reason: `It has ${times.toFixed(2)} times the light of the others.` })
    else if (times > 2.2) Object.assign(bead, { fault: 'bright', reason: `It has ${times.toFixed(2)} times the light of the others: likely several beads.` })
  }
  return beads
}
