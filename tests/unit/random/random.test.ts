import { describe, expect, it } from 'vitest'
import { Random } from '../../../core/random/random.ts'
import { chiSquareScore, histogram, meanDeviation, moments } from '../../fixtures/statistics.ts'

const many = 200_000

function logFactorial(n: number): number {
  let sum = 0
  for (let k = 2; k <= n; k++) sum += Math.log(k)
  return sum
}

/** P(n) of a Poisson distribution. */
const poissonProbability = (mean: number, n: number): number => Math.exp(n * Math.log(mean) - mean - logFactorial(n))

describe('uniform numbers', () => {
  it('fill [0, 1) evenly', () => {
    const random = new Random(1)
    const values = Float64Array.from({ length: many }, () => random.uniform())
    expect(Math.min(...values.subarray(0, 1000))).toBeGreaterThanOrEqual(0)
    expect(values.every((value) => value < 1)).toBe(true)
    expect(chiSquareScore(histogram(values, 1000, 0, 1), new Float64Array(1000).fill(many / 1000))).toBeLessThan(4)
  })

  it('have successive pairs that fill the square evenly', () => {
    const random = new Random(2)
    const cells = new Float64Array(900)
    for (let i = 0; i < many; i++) cells[Math.floor(random.uniform() * 30) * 30 + Math.floor(random.uniform() * 30)]++
    expect(chiSquareScore(cells, new Float64Array(900).fill(many / 900))).toBeLessThan(4)
  })

  it('give whole numbers of equal probability', () => {
    const random = new Random(3)
    const counts = new Float64Array(7)
    for (let i = 0; i < many; i++) counts[random.integer(7)]++
    expect(chiSquareScore(counts, new Float64Array(7).fill(many / 7))).toBeLessThan(4)
  })
})

describe('seeds and paths', () => {
  it('the same seed and path give the same numbers', () => {
    const [a, b] = [new Random(5, 1, 2), new Random(5, 1, 2)]
    for (let i = 0; i < 100; i++) expect(a.uniform()).toBe(b.uniform())
  })

  it('a child depends on the path, not on what was drawn before', () => {
    const [a, b] = [new Random(5), new Random(5)]
    for (let i = 0; i < 17; i++) b.normal()
    expect(a.child(3).uniform()).toBe(b.child(3).uniform())
  })

  it('neighbouring seeds, paths and depths give sequences that share nothing', () => {
    const first = (random: Random): string => `${random.uniform()} ${random.uniform()}`
    const makers = [
      ...Array.from({ length: 2000 }, (_, i) => new Random(i)),
      ...Array.from({ length: 2000 }, (_, i) => new Random(0, i)),
      ...Array.from({ length: 2000 }, (_, i) => new Random(0, i, 0)),
      ...Array.from({ length: 2000 }, (_, i) => new Random(0, 0, i + 1)),
      ...Array.from({ length: 2000 }, (_, i) => new Random(0).child(1, i)),
      ...Array.from({ length: 2000 }, (_, i) => new Random(2 ** 40 + i)),
      ...Array.from({ length: 2000 }, (_, i) => new Random(0, -1 - i)),
    ]
    expect(new Set(makers.map(first)).size).toBe(makers.length)
  })

  it('first numbers of numbered paths are uniform and uncorrelated with those of the next path', () => {
    const values = Float64Array.from({ length: many }, (_, i) => new Random(9, 4, i).uniform())
    expect(chiSquareScore(histogram(values, 200, 0, 1), new Float64Array(200).fill(many / 200))).toBeLessThan(4)
    let correlation = 0
    for (let i = 1; i < many; i++) correlation += (values[i] - 0.5) * (values[i - 1] - 0.5) * 12
    expect(Math.abs(correlation / Math.sqrt(many))).toBeLessThan(4)
  })
})

describe('normal numbers', () => {
  it('have mean 0, variance 1, skewness 0 and kurtosis 3', () => {
    const random = new Random(11)
    const { mean, variance, skewness, kurtosis } = moments(many, () => random.normal())
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(many))
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / many))
    expect(Math.abs(skewness)).toBeLessThan(4 * Math.sqrt(6 / many))
    expect(Math.abs(kurtosis - 3)).toBeLessThan(4 * Math.sqrt(24 / many))
  })
})

describe('exponential numbers', () => {
  it('have the mean asked for and a standard deviation equal to it', () => {
    const random = new Random(12)
    const { mean, variance } = moments(many, () => random.exponential(2.5))
    expect(meanDeviation(mean, 2.5, 2.5 ** 2, many)).toBeLessThan(4)
    expect(Math.abs(variance / 2.5 ** 2 - 1)).toBeLessThan(4 * Math.sqrt(8 / many))
  })
})

describe('Poisson numbers', () => {
  it.each([0.002, 0.3, 3, 11.9, 12.1, 45, 130, 1000, 20_000])('of mean %f follow the Poisson probabilities', (mean) => {
    const random = new Random(13)
    const low = Math.max(0, Math.floor(mean - 5 * Math.sqrt(mean)))
    const width = Math.max(1, Math.floor(Math.sqrt(mean) / 8))
    const bins = Math.ceil((10 * Math.sqrt(mean) + 12) / width)
    const observed = new Float64Array(bins)
    for (let i = 0; i < many; i++) {
      const bin = Math.floor((random.poisson(mean) - low) / width)
      if (bin >= 0 && bin < bins) observed[bin]++
    }
    const expected = observed.map((_, bin) => {
      let sum = 0
      for (let n = low + bin * width; n < low + (bin + 1) * width; n++) sum += poissonProbability(mean, n)
      return sum * many
    })
    if (mean < 0.1) expect(Math.abs(observed[1] - expected[1])).toBeLessThan(4 * Math.sqrt(expected[1]))
    else expect(chiSquareScore(observed, expected)).toBeLessThan(4)
  })

  it('of mean 0 are 0', () => {
    expect(new Random(1).poisson(0)).toBe(0)
  })
})

describe('gamma numbers of scale 1', () => {
  it.each([0.4, 1, 2, 7, 90, 4000])('of shape %f have mean k, variance k, skewness 2/√k', (shape) => {
    const random = new Random(14)
    const { mean, variance, skewness } = moments(many, () => random.gamma(shape))
    expect(meanDeviation(mean, shape, shape, many)).toBeLessThan(4)
    // Var of the sample variance: (κ − 1)·k²/n with kurtosis κ = 3 + 6/k.
    expect(Math.abs(variance / shape - 1)).toBeLessThan(4 * Math.sqrt((2 + 6 / shape) / many))
    expect(Math.abs(skewness - 2 / Math.sqrt(shape))).toBeLessThan(0.03 + 0.3 / shape)
  })

  it('of shape 1 are exponential', () => {
    const random = new Random(15)
    const values = Float64Array.from({ length: many }, () => random.gamma(1))
    const edges = 40
    const expected = Float64Array.from({ length: edges }, (_, i) => many * (Math.exp(-i / 10) - Math.exp(-(i + 1) / 10)))
    expect(chiSquareScore(histogram(values, edges, 0, 4), expected)).toBeLessThan(4)
  })
})
