// The astigmatic Gaussian, integrated over pixels:
// σx(z) = σ0·√(1 + u² + A·u³ + B·u⁴), u = (z − z0 − γ)/d; σy the same with −γ (Huang et al. 2008; DECODE's simulator).
import { erf } from './erf.ts'
import type { AstigmaticSpec, Psf } from './psf.ts'

const LEAST = 0.05
/** Pixels farther from the emitter than this many σ (and at least 6 px) get nothing; the share cut off is under 1e-5. */
const REACH_SIGMAS = 4.5

/** σ and dσ/dz at depth z (nm) for the axis whose focus lies at z0 + γ; the radicand is kept above 0.05. */
export function widthAt(spec: AstigmaticSpec, z: number, gamma: number): { sigma: number; slope: number } {
  const u = (z - (spec.z0 ?? 0) - gamma) / spec.d
  const radicand = 1 + u * u * (1 + u * (spec.a + u * spec.b))
  if (radicand < LEAST) return { sigma: spec.sigma0 * Math.sqrt(LEAST), slope: 0 }
  const sigma = spec.sigma0 * Math.sqrt(radicand)
  return { sigma, slope: (spec.sigma0 ** 2 * (2 * u + 3 * spec.a * u * u + 4 * spec.b * u ** 3)) / (2 * sigma * spec.d) }
}

/** The share of a Gaussian in each of `count` pixels from `first` on: fills `out`. Lengths in px. */
function shares(out: Float64Array, first: number, count: number, centre: number, sigma: number): void {
  const scale = Math.SQRT1_2 / sigma
  let before = erf((first - centre) * scale)
  for (let i = 0; i < count; i++) {
    const after = erf((first + i + 1 - centre) * scale)
    out[i] = 0.5 * (after - before)
    before = after
  }
}

/** Derivatives of those shares by the centre (1/px) and by σ (1/px). */
function shareSlopes(byCentre: Float64Array, bySigma: Float64Array, first: number, count: number, centre: number, sigma: number): void {
  const density = (edge: number): number => Math.exp(-0.5 * ((edge - centre) / sigma) ** 2) / (sigma * Math.sqrt(2 * Math.PI))
  for (let i = 0; i < count; i++) {
    const left = first + i
    const [l, r] = [density(left), density(left + 1)]
    byCentre[i] = l - r
    bySigma[i] = ((left - centre) * l - (left + 1 - centre) * r) / sigma
  }
}

/** The astigmatic PSF on pixels of `pixelSize` nm, cut at 4.5 σ of its widest axis within ±1 µm of focus. */
export function astigmaticPsf(spec: AstigmaticSpec, pixelSize: number): Psf {
  const widest = Math.max(...[-1000, 1000].flatMap((z) => [widthAt(spec, z, spec.gamma).sigma, widthAt(spec, z, -spec.gamma).sigma]))
  const reach_px = Math.max(6, Math.ceil((REACH_SIGMAS * widest) / pixelSize))
  const size = 2 * reach_px + 2
  const alongX = new Float64Array(size)
  const alongY = new Float64Array(size)

  return {
    pixelSize,
    reach_px,
    add(image, width, height, x, y, z, photons) {
      const sx = widthAt(spec, z, spec.gamma).sigma / pixelSize
      const sy = widthAt(spec, z, -spec.gamma).sigma / pixelSize
      const [cx, cy] = [x / pixelSize, y / pixelSize]
      const rx = Math.min(reach_px, Math.ceil(REACH_SIGMAS * sx))
      const ry = Math.min(reach_px, Math.ceil(REACH_SIGMAS * sy))
      const left = Math.max(0, Math.floor(cx) - rx)
      const right = Math.min(width, Math.floor(cx) + rx + 1)
      const top = Math.max(0, Math.floor(cy) - ry)
      const bottom = Math.min(height, Math.floor(cy) + ry + 1)
      if (right <= left || bottom <= top) return
      shares(alongX, left, right - left, cx, sx)
      shares(alongY, top, bottom - top, cy, sy)
      for (let row = top; row < bottom; row++) {
        const weight = photons * alongY[row - top]
        const start = row * width + left
        for (let i = 0; i < right - left; i++) image[start + i] += weight * alongX[i]
      }
    },
    derivatives(out, column, row, count, x, y, z) {
      const wx = widthAt(spec, z, spec.gamma)
      const wy = widthAt(spec, z, -spec.gamma)
      const planes = Array.from({ length: 6 }, () => new Float64Array(count))
      const [px, pxCentre, pxSigma, py, pyCentre, pySigma] = planes
      const [cx, cy, sx, sy] = [x, y, wx.sigma, wy.sigma].map((value) => value / pixelSize)
      shares(px, column, count, cx, sx)
      shares(py, row, count, cy, sy)
      shareSlopes(pxCentre, pxSigma, column, count, cx, sx)
      shareSlopes(pyCentre, pySigma, row, count, cy, sy)
      const plane = count * count
      for (let j = 0; j < count; j++) {
        for (let i = 0; i < count; i++) {
          const at = j * count + i
          out[at] = px[i] * py[j]
          out[plane + at] = (pxCentre[i] * py[j]) / pixelSize
          out[2 * plane + at] = (px[i] * pyCentre[j]) / pixelSize
          out[3 * plane + at] = (pxSigma[i] * wx.slope * py[j] + px[i] * pySigma[j] * wy.slope) / pixelSize
        }
      }
    },
  }
}
