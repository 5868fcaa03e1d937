// How much of the photons' information an EMCCD keeps. Its reading of m expected electrons is n = Poisson(m), multiplied to
// x = Gamma(n) and blurred by read noise (units of the mean gain), with density
//   p(x) = e^(−m)·δ(x) + e^(−m−x)·√(m/x)·I₁(2√(mx)),   ∂p/∂m = e^(−m−x)·I₀(2√(mx)) − p(x),
// and the information about m, relative to the 1/m of counting, is F = m·∫(∂p/∂m)²/p dx. (Basden et al., MNRAS 345, 985, 2003;
// Chao et al., Nat. Methods 10, 335, 2013.) Taking the noise as a variance of 2m instead gives F = 1/2: right for many electrons, too
// little for few.

/** Range of electrons in the table; F follows its limit beyond, and is flat below. */
const [LEAST, MOST] = [0.01, 200]
const ENTRIES = 56
/** Read noise under this share of an electron changes nothing that matters, and would ask for a fine grid. */
const NEGLIGIBLE = 0.05

/** e^(−t)·I₀(t) and e^(−t)·I₁(t)/t for t ≥ 0, to 3e-7 (Abramowitz and Stegun 9.8.1–9.8.4). */
function bessel(t: number): { zero: number; oneOverT: number } {
  const sum = (u: number, ...terms: number[]): number => terms.reduceRight((total, term) => total * u + term, 0)
  if (t < 3.75) {
    const [u, decay] = [(t / 3.75) ** 2, Math.exp(-t)]
    return {
      zero: decay * sum(u, 1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813),
      oneOverT: decay * sum(u, 0.5, 0.87890594, 0.51498869, 0.15084934, 0.02658733, 0.00301532, 0.00032411),
    }
  }
  const [u, root] = [3.75 / t, Math.sqrt(t)]
  return {
    zero: sum(u, 0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633, 0.00392377) / root,
    oneOverT: sum(u, 0.39894228, -0.03988024, -0.00362018, 0.00163801, -0.01031555, 0.02282967, -0.02895312, 0.01787654, -0.00420059) / (root * t),
  }
}

/** F at m electrons with read noise `noise` (electrons before gain), by sums over a grid. */
function information(m: number, noise: number): number {
  const step = noise < NEGLIGIBLE ? 0.02 : Math.min(noise / 4, 0.1)
  const count = Math.ceil((m + 8 * Math.sqrt(2 * m) + 14) / step)
  const [density, slope] = [new Float64Array(count), new Float64Array(count)]
  for (let k = 0; k < count; k++) {
    const x = (k + 0.5) * step
    const { zero, oneOverT } = bessel(2 * Math.sqrt(m * x))
    const common = Math.exp(-((Math.sqrt(x) - Math.sqrt(m)) ** 2))
    density[k] = common * 2 * m * oneOverT
    slope[k] = common * zero - density[k]
  }
  const none = Math.exp(-m)
  if (noise < NEGLIGIBLE) {
    let sum = none
    for (let k = 0; k < count; k++) if (density[k] > 0) sum += (slope[k] ** 2 / density[k]) * step
    return m * sum
  }
  const reach = Math.ceil((6 * noise) / step)
  const normal = (distance: number): number => Math.exp(-0.5 * (distance / noise) ** 2) / (noise * Math.sqrt(2 * Math.PI))
  const blur = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => normal((i - reach) * step) * step)
  let sum = 0
  for (let at = -reach; at < count + reach; at++) {
    const peak = none * normal((at + 0.5) * step)
    let [p, dp] = [peak, -peak]
    for (let k = Math.max(0, at - reach); k <= Math.min(count - 1, at + reach); k++) {
      p += density[k] * blur[at - k + reach]
      dp += slope[k] * blur[at - k + reach]
    }
    if (p > 0) sum += (dp ** 2 / p) * step
  }
  return m * sum
}

/** F where the noise is a variance: 1/(2 + σ²/m). */
const limit = (m: number, noise: number): number => 1 / (2 + noise ** 2 / m)

const tables = new Map<number, Float64Array>()

function tableFor(noise: number): Float64Array {
  let table = tables.get(noise)
  if (!table) {
    table = Float64Array.from({ length: ENTRIES }, (_, i) => information(LEAST * (MOST / LEAST) ** (i / (ENTRIES - 1)), noise))
    tables.set(noise, table)
  }
  return table
}

/**
 * The information about the expected electrons that an EMCCD keeps, relative to counting them, as a function of their number.
 * `noise_e`: read noise over gain, electrons. Tabulated at the first call for a noise, to 0.1 %.
 */
export function emccdInformation(noise_e: number): (electrons: number) => number {
  const table = tableFor(noise_e)
  const last = table[ENTRIES - 1] - limit(MOST, noise_e)
  const perEntry = (ENTRIES - 1) / Math.log(MOST / LEAST)
  return (electrons) => {
    if (electrons >= MOST) return limit(electrons, noise_e) + (last * MOST) / electrons
    const place = Math.max(0, Math.log(electrons / LEAST) * perEntry)
    const entry = Math.min(ENTRIES - 2, Math.floor(place))
    return table[entry] + (place - entry) * (table[entry + 1] - table[entry])
  }
}
