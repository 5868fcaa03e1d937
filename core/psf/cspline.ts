// The cubic spline through measured beads (Babcock & Zhuang, Sci. Rep. 7, 552, 2017; Li et al., Nat. Methods 15, 367, 2018), kept as the
// knots of a B-spline. The knots are a pixel apart, so all pixels of an emitter lie at the same place between knots: four
// planes of knots are blended to one, and that is convolved with four weights along x and along y.
import { StructLocError } from '../errors.ts'
import { splineSlopes, splineWeights } from './b-spline.ts'
import { unpackKnots } from './knots.ts'
import { samePixels, type CsplineSpec, type Psf } from './psf.ts'

/** Beyond the measured depths the light goes on in a straight line this far, nm, and then stays as it is. */
const beyond = 100

/** The first of the four knots about depth z, their weights, and the weights' derivatives by z (1/nm). */
function depthWeights({ zFirst, zStep, depths, zRange: [low, high] }: CsplineSpec): (z: number, weights: Float64Array, slopes: Float64Array) => number {
  return (z, weights, slopes) => {
    const inside = Math.min(Math.max(z, low), high)
    const at = (inside - zFirst) / zStep
    const first = Math.min(Math.max(Math.floor(at) - 1, 0), depths - 4)
    splineWeights(weights, at - first - 1)
    splineSlopes(slopes, at - first - 1)
    const past = Math.min(Math.max(z - inside, -beyond), beyond)
    const moves = Math.abs(z - inside) < beyond ? 1 / zStep : 0
    for (let k = 0; k < 4; k++) {
      weights[k] += (past / zStep) * slopes[k]
      slopes[k] *= moves
    }
    return first
  }
}

/**
 * The PSF of a measured spline; light that a noisy spline puts below zero counts as none.
 * Errors: 'invalid-input' for pixels of another size than those it was measured with.
 */
export function csplinePsf(spec: CsplineSpec, pixelSize: number): Psf {
  const { side, depths } = spec
  if (!samePixels(spec, pixelSize)) {
    throw new StructLocError('invalid-input', `The measured PSF (cspline) is of pixels of ${spec.pixelSize} nm; it cannot serve pixels of ${pixelSize} nm. Calibrate with beads on those pixels, or give ${spec.pixelSize} nm.`)
  }
  const packed = unpackKnots({ scale: spec.scale, values: spec.knots })
  if (packed?.length !== side * side * depths) throw new StructLocError('invalid-input', `The measured PSF (cspline) needs ${side * side * depths} knots; it has ${packed?.length ?? 0}.`)
  const knots = Float32Array.from(packed)
  const plane = side * side
  const middle = (side - 1) / 2
  const weigh = depthWeights(spec)
  const [wx, wy, wz, sx, sy, sz] = Array.from({ length: 6 }, () => new Float64Array(4))
  // Two empty knots on every side, so that no pixel needs to ask whether a knot is there.
  const padded = side + 6
  const blended = new Float32Array(padded * padded)
  const lines = new Float32Array(padded * padded)

  /** The plane of knots at a depth, by weights of its four planes. */
  const blend = (first: number, weights: Float64Array): void => {
    const [w0, w1, w2, w3] = weights
    const [p0, p1, p2, p3] = [0, 1, 2, 3].map((k) => (first + k) * plane)
    for (let row = 0; row < side; row++) {
      const to = (row + 3) * padded + 3
      const from = row * side
      for (let i = 0; i < side; i++) {
        const at = from + i
        blended[to + i] = w0 * knots[p0 + at] + w1 * knots[p1 + at] + w2 * knots[p2 + at] + w3 * knots[p3 + at]
      }
    }
  }
  /** Along x: columns `from` … `to − 1` of the padded plane of pixels, all rows. */
  const alongX = ([w0, w1, w2, w3]: Float64Array, from: number, to: number): void => {
    for (let row = 3; row < padded - 3; row++) {
      for (let at = row * padded + from; at < row * padded + to; at++) {
        lines[at] = w0 * blended[at - 1] + w1 * blended[at] + w2 * blended[at + 1] + w3 * blended[at + 2]
      }
    }
  }
  /**
   * Where the padded plane lies: pixel `i` is its column `i + shift`, and takes the knots from one before that column to two after it,
   * at the place `t` between knots.
   */
  const placed = (at: number): { shift: number; t: number } => {
    const whole = Math.floor(0.5 - at)
    return { shift: whole + middle + 3, t: 0.5 - at - whole }
  }

  return {
    pixelSize: spec.pixelSize,
    reach_px: middle + 2,
    add(image, width, height, x, y, z, photons) {
      const [px, py] = [placed(x / pixelSize), placed(y / pixelSize)]
      // Columns 1 … padded − 3 of the padded plane can be lit.
      const [left, right] = [Math.max(0, 1 - px.shift), Math.min(width, padded - 2 - px.shift)]
      const [top, bottom] = [Math.max(0, 1 - py.shift), Math.min(height, padded - 2 - py.shift)]
      if (right <= left || bottom <= top) return
      blend(weigh(z, wz, sz), wz)
      splineWeights(wx, px.t)
      splineWeights(wy, py.t)
      alongX(wx, left + px.shift, right + px.shift)
      const [w0, w1, w2, w3] = wy
      for (let row = top; row < bottom; row++) {
        const from = (row + py.shift) * padded + px.shift
        const to = row * width
        for (let i = left; i < right; i++) {
          const at = from + i
          const value = w0 * lines[at - padded] + w1 * lines[at] + w2 * lines[at + padded] + w3 * lines[at + 2 * padded]
          if (value > 0) image[to + i] += photons * value
        }
      }
    },
    derivatives(out, column, row, size, x, y, z) {
      const [px, py] = [placed(x / pixelSize), placed(y / pixelSize)]
      const first = weigh(z, wz, sz)
      splineWeights(wx, px.t)
      splineWeights(wy, py.t)
      splineSlopes(sx, px.t)
      splineSlopes(sy, py.t)
      const area = size * size
      out.fill(0, 0, 4 * area)
      // A pixel's place between knots falls as the emitter moves on.
      const parts = [[wz, wx, wy, 1], [wz, sx, wy, -1 / pixelSize], [wz, wx, sy, -1 / pixelSize], [sz, wx, wy, 1]] as const
      parts.forEach(([inZ, inX, inY, factor], part) => {
        if (part !== 1 && part !== 2) blend(first, inZ)
        alongX(inX, 1, padded - 2)
        for (let j = 0; j < size; j++) {
          const line = j + row + py.shift
          if (line < 1 || line > padded - 3) continue
          for (let i = 0; i < size; i++) {
            const at = i + column + px.shift
            if (at < 1 || at > padded - 3) continue
            let value = 0
            for (let k = 0; k < 4; k++) value += inY[k] * lines[(line + k - 1) * padded + at]
            out[part * area + j * size + i] = factor * value
          }
        }
      })
      for (let i = 0; i < area; i++) if (out[i] <= 0) for (let part = 0; part < 4; part++) out[part * area + i] = 0
    },
  }
}
