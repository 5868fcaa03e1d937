import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { calibration } from '../../../core/evaluation/calibration.ts'
import { checkerboard, gridPower } from '../../../core/evaluation/checkerboard.ts'
import { match } from '../../../core/evaluation/matching.ts'
import { meanNearestNeighbour, nominalDensity } from '../../../core/evaluation/nominal-density.ts'
import { readTable } from '../../../core/formats/read-table.ts'
import { createEmitters, selectRows } from '../../../core/localizations/table.ts'
import { Random } from '../../../core/random/random.ts'
import { sharedData } from '../../fixtures/shared-data.ts'
import { found, randomEmitters } from '../../fixtures/tables.ts'

describe('nominal density', () => {
  it.each([0.3, 1, 4])('of complete spatial randomness is its density (%d µm⁻²)', (density) => {
    const random = new Random(3)
    const frames = Math.ceil(8000 / (density * 40.96))
    const counts = Array.from({ length: frames }, () => random.poisson(density * 40.96))
    const table = createEmitters(counts.reduce((a, b) => a + b, 0))
    let row = 0
    counts.forEach((count, frame) => {
      for (let i = 0; i < count; i++, row++) {
        table.frame[row] = frame
        table.x[row] = random.between(0, 6400)
        table.y[row] = random.between(0, 6400)
      }
    })
    expect(nominalDensity(table, { width: 6400, height: 6400 })! / density).toBeGreaterThan(0.94)
    expect(nominalDensity(table, { width: 6400, height: 6400 })! / density).toBeLessThan(1.06)
  })

  it('of dense randomness comes near to the mean distance 1/(2√ρ) of an unbounded plane', () => {
    const table = randomEmitters(16000, 2, 40000)
    expect(meanNearestNeighbour(table) / (1000 / (2 * Math.sqrt(8000 / 1600)))).toBeCloseTo(1, 1)
  })

  const path = sharedData('smlm2016/MT0.N1.LD-activations.csv')
  // Emitters per 6.4 µm frame, mean distance (nm) and nominal density (µm⁻²) as measured by another program. Its 1238 nm at 5
  // per frame are those of frames of exactly 5 (1229 nm here); Poisson counts give 1170 nm.
  it.skipIf(!path).each([[10, 705, 0.61], [13, 555, 0.93], [30, 265, 3.9], [60, 143, 12.8]])('of MT0 at %d emitters per frame: %d nm, %f µm⁻²', (perFrame, distance, density) => {
    const molecules = readTable(readFileSync(path!, 'utf8'), path!).table
    const random = new Random(9)
    const rows: number[][] = []
    for (let frame = 0; rows.length < 12_000; frame++) {
      for (let left = random.poisson(perFrame); left > 0; left--) rows.push([frame, random.integer(molecules.x.length)])
    }
    const drawn = selectRows(molecules, rows.map(([, row]) => row))
    drawn.frame.set(rows.map(([frame]) => frame))
    expect(Math.abs(meanNearestNeighbour(drawn) / distance - 1)).toBeLessThan(0.04)
    expect(Math.abs(nominalDensity(drawn, { width: 6400, height: 6400 })! / density - 1)).toBeLessThan(0.08)
  })

  it('does not exist where no frame has two emitters', () => {
    expect(nominalDensity(randomEmitters(5, 5, 6400), { width: 6400, height: 6400 })).toBeNull()
  })
})

describe('calibration of σ', () => {
  it('is 0 ± 1 for true σ and shows σ that are too small', () => {
    const truth = randomEmitters(5000, 5000, 6400)
    const table = found(truth, 15)
    const matching = match(table, truth)
    const { x, z, photons } = calibration(table, truth, matching)
    for (const result of [x!, z!, photons!]) {
      expect(Math.abs(result.mean)).toBeLessThan(4 / Math.sqrt(5000))
      expect(result.deviation).toBeCloseTo(1, 1)
      expect(result.robustDeviation).toBeCloseTo(1, 1)
      expect(result.within1).toBeCloseTo(0.683, 1)
      expect(result.within196).toBeCloseTo(0.95, 1)
      expect(result.ksDistance).toBeLessThan(1.95 / Math.sqrt(5000))
    }
    table.sigma_x = table.sigma_x.map((sigma) => sigma / 2)
    expect(calibration(table, truth, matching).x!.deviation).toBeCloseTo(2, 0.5)
  })
})

describe('grid artefacts', () => {
  const truth = randomEmitters(20000, 20000, 6400)

  it('are not seen where there are none', () => {
    const table = found(truth, 20)
    const result = checkerboard(table, truth, match(table, truth), 100)!
    expect(result.x.amplitude).toBeLessThan(1)
    expect(result.variation).toBeLessThan(result.chance)
    expect(result.x.interval[0]).toBe(0)
    expect(result.chiSquare.degrees).toBe(99)
    // Detections follow the truth: less than χ² of independent samples, 99 ± √198.
    expect(result.chiSquare.value).toBeLessThan(99 + 3 * Math.sqrt(198))
  })

  it('of known size are measured: a pull to the pixel centre of 0.2 of the distance has amplitude 0.2·√(1/12) px', () => {
    const table = found(truth, 20)
    table.x = table.x.map((x, i) => x - 0.2 * (truth.x[i] - (Math.floor(truth.x[i] / 100) + 0.5) * 100))
    const result = checkerboard(table, truth, match(table, truth), 100)!
    expect(result.x.amplitude).toBeCloseTo(0.2 * 100 * Math.sqrt(1 / 12) * Math.sqrt(0.99), 0)
    expect(result.x.interval[0]).toBeLessThan(result.x.amplitude)
    expect(result.x.interval[1]).toBeGreaterThan(result.x.amplitude)
    expect(result.y.amplitude).toBeLessThan(1)
    expect(result.chiSquare.value).toBeGreaterThan(99 + 10 * Math.sqrt(198))
    expect(result.x.bias[0]).toBeGreaterThan(5)
    expect(result.x.bias[9]).toBeLessThan(-5)
  })

  it('show as power at one cycle per pixel: 1 without a grid, N on it', () => {
    const power = Array.from({ length: 200 }, (_, i) => gridPower(randomEmitters(500, 500, 6400, i).x, 100))
    expect(power.reduce((a, b) => a + b, 0) / 200).toBeGreaterThan(0.75)
    expect(power.reduce((a, b) => a + b, 0) / 200).toBeLessThan(1.25)
    expect(gridPower(Float64Array.from({ length: 400 }, (_, i) => 50 + 100 * i), 100)).toBeCloseTo(400)
  })
})
