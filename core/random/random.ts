// Random numbers that depend on a seed and a path alone: every frame, window and structure has a generator of its own,
// so results do not depend on order or on the number of workers. Generator: sfc32 (C. Doty-Humphrey, PractRand).

const mix = (h: number): number => {
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return (h ^ (h >>> 15)) >>> 0
}

export class Random {
  readonly #key: readonly [number, number]
  #a: number
  #b: number
  #c: number
  #counter = 1
  #spare = Number.NaN

  /** `seed` and every element of `path` are whole numbers (up to 2^53). Different paths give independent sequences. */
  constructor(seed: number, ...path: number[]) {
    let low = 0x9e3779b9
    let high = 0x7f4a7c15
    for (const part of [seed, ...path]) {
      low = mix(low ^ mix(part >>> 0))
      high = mix((high + mix(Math.floor(part / 2 ** 32) ^ 0x5bf03635)) ^ low)
      low = mix(low + high)
    }
    this.#key = [low, high]
    this.#a = mix(low + 0x6a09e667)
    this.#b = mix(high + 0x3c6ef372)
    this.#c = mix(low ^ (high + 0x510e527f))
    for (let i = 0; i < 12; i++) this.#next()
  }

  /** An independent generator that depends on this one's seed and path, not on what was drawn from it. */
  child(...path: number[]): Random {
    return new Random(this.#key[0], this.#key[1], ...path)
  }

  #next(): number {
    const t = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t | 0
    return t >>> 0
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.#next() * 2.3283064365386963e-10
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform()
  }

  /** A whole number 0 … n − 1. */
  integer(n: number): number {
    return Math.floor(this.uniform() * n)
  }

  /** Standard normal (polar method of Marsaglia). */
  normal(): number {
    if (this.#spare === this.#spare) {
      const value = this.#spare
      this.#spare = Number.NaN
      return value
    }
    let u = 0
    let v = 0
    let s = 0
    do {
      u = 2 * this.uniform() - 1
      v = 2 * this.uniform() - 1
      s = u * u + v * v
    } while (s >= 1 || s === 0)
    const factor = Math.sqrt((-2 * Math.log(s)) / s)
    this.#spare = v * factor
    return u * factor
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform())
  }

  /** Poisson: multiplication of uniforms below a mean of 12, above it PTRS (Hörmann 1993). */
  poisson(mean: number): number {
    if (!(mean > 0)) return 0
    if (mean < 12) {
      const limit = Math.exp(-mean)
      let n = 0
      let product = this.uniform()
      while (product > limit) {
        n++
        product *= this.uniform()
      }
      return n
    }
    const b = 0.931 + 2.53 * Math.sqrt(mean)
    const a = -0.059 + 0.02483 * b
    const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    const vr = 0.9277 - 3.6224 / (b - 2)
    const logMean = Math.log(mean)
    for (;;) {
      const u = this.uniform() - 0.5
      const v = 1 - this.uniform()
      const us = 0.5 - Math.abs(u)
      const k = Math.floor((2 * a / us + b) * u + mean + 0.43)
      if (us >= 0.07 && v <= vr) return k
      if (k < 0 || (us < 0.013 && v > us)) continue
      if (Math.log(v * inverseAlpha / (a / (us * us) + b)) <= k * logMean - mean - logFactorial(k)) return k
    }
  }

  /** Gamma with the given shape and scale 1 (Marsaglia and Tsang 2000). */
  gamma(shape: number): number {
    if (shape <= 0) return 0
    if (shape === 1) return -Math.log(1 - this.uniform())
    if (shape < 1) return this.gamma(shape + 1) * Math.pow(1 - this.uniform(), 1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      let v = 1 + c * x
      if (v <= 0) continue
      v = v * v * v
      const u = 1 - this.uniform()
      if (u < 1 - 0.0331 * x * x * x * x) return d * v
      if (Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v
    }
  }
}

const factorials = /* @__PURE__ */ (() => {
  const table = new Float64Array(128)
  for (let n = 2; n < table.length; n++) table[n] = table[n - 1] + Math.log(n)
  return table
})()

/** ln n!; a table, then Stirling's series (error under 1e-12 there). */
function logFactorial(n: number): number {
  if (n < factorials.length) return factorials[n]
  const x = n + 1
  return (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + 1 / (12 * x) - 1 / (360 * x * x * x)
}
