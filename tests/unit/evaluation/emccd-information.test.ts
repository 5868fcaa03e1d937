import { describe, expect, it } from 'vitest'
import { emccdInformation } from '../../../core/evaluation/emccd-information.ts'

/** The same information by the definition: Poisson counts, each with its gamma distribution, summed term by term on a fine grid. */
function bySums(m: number, noise: number): number {
  const [step, most] = [0.01, Math.ceil(m + 12 * Math.sqrt(m) + 20)]
  const poisson = [Math.exp(-m)]
  for (let n = 1; n <= most; n++) poisson.push((poisson[n - 1] * m) / n)
  const count = Math.ceil((m + 9 * Math.sqrt(2 * m) + 16) / step)
  const [p, dp] = [new Float64Array(count), new Float64Array(count)]
  for (let k = 0; k < count; k++) {
    const x = (k + 0.5) * step
    let gamma = Math.exp(-x)
    for (let n = 1; n <= most; n++) {
      p[k] += poisson[n] * gamma
      dp[k] += (poisson[n - 1] - poisson[n]) * gamma
      gamma *= x / n
    }
  }
  const normal = (d: number): number => Math.exp(-0.5 * (d / noise) ** 2) / (noise * Math.sqrt(2 * Math.PI))
  if (noise === 0) return m * (poisson[0] + p.reduce((sum, value, k) => sum + (value > 0 ? (dp[k] ** 2 / value) * step : 0), 0))
  let sum = 0
  const reach = Math.ceil((6 * noise) / step)
  for (let at = -reach; at < count; at += 4) {
    const y = (at + 0.5) * step
    let [value, slope] = [poisson[0] * normal(y), -poisson[0] * normal(y)]
    for (let k = Math.max(0, at - reach); k <= Math.min(count - 1, at + reach); k++) {
      const weight = normal((at - k) * step) * step
      value += p[k] * weight
      slope += dp[k] * weight
    }
    if (value > 0) sum += (slope ** 2 / value) * 4 * step
  }
  return m * sum
}

describe('information kept by an EMCCD', () => {
  // Published for multiplication noise alone; read noise costs little at 9 electrons, and a fifth at 1.
  it('is 0.515 of counting at 9 electrons and 0.71 at 1 without read noise', () => {
    expect(emccdInformation(0)(9)).toBeCloseTo(0.515, 3)
    expect(emccdInformation(0)(1)).toBeCloseTo(0.71, 2)
    expect(emccdInformation(74.4 / 300)(1)).toBeLessThan(0.6)
  })

  it.each([[0.05, 0], [0.3, 0], [1, 0], [9, 0], [0.05, 0.248], [0.3, 0.248], [1, 0.248], [9, 0.248], [2, 1]])('follows from the sum over all counts (%d electrons, noise %d)', (electrons, noise) => {
    expect(Math.abs(emccdInformation(noise)(electrons) / bySums(electrons, noise) - 1)).toBeLessThan(0.003)
  })

  it('falls from all of it for single electrons to a half for many, without a step at the end of the table', () => {
    const share = emccdInformation(0)
    expect(share(0.01)).toBeGreaterThan(0.98)
    expect(share(1000)).toBeCloseTo(0.5, 3)
    const electrons = Array.from({ length: 60 }, (_, i) => 0.01 * 1.2 ** i)
    electrons.slice(1).forEach((m, i) => expect(share(m), String(m)).toBeLessThan(share(electrons[i])))
    expect(share(199.99)).toBeCloseTo(share(200), 5)
  })
})
