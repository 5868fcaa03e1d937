// Crowding of training windows against the closed forms of a plane Poisson process: P(nearest < r) = 1 − exp(−π ρ r²).
import { expect, test } from 'vitest'
import { windowCrowding } from '../../../core/study/training-windows.ts'
import { trainingSchema } from '../../../core/training/config.ts'
import { recipe } from '../../fixtures/recipe.ts'

test.each([0.3, 2])('random windows of %d emitters/µm² are as crowded as a Poisson process', (density) => {
  const config = trainingSchema.parse({ ...recipe('csr-5000-50'), density_perUm2: [density, density] })
  const { close, lone, medianDistance, emittersPerFrame } = windowCrowding(config, density > 1 ? 100 : 700)
  // The domain is 100 nm deeper than the crop's range of depths at both ends: neighbours there count, too.
  const [low, high] = config.acquisition.zRange
  const perNm2 = (density * ((high - low + 200) / (high - low))) / 1e6
  expect(emittersPerFrame / (density * (config.crop_px * config.acquisition.pixelSize / 1000) ** 2)).toBeCloseTo(1, 1)
  expect(Math.abs(close / (1 - Math.exp(-Math.PI * perNm2 * 100 ** 2)) - 1)).toBeLessThan(0.15)
  expect(Math.abs(medianDistance / Math.sqrt(Math.LN2 / (Math.PI * perNm2)) - 1)).toBeLessThan(0.04)
  // Past 800 nm the crop's margin ends, so more seem alone than are.
  expect(lone).toBeGreaterThanOrEqual(0.9 * Math.exp(-Math.PI * perNm2 * 1500 ** 2) - 0.001)
  if (density > 1) expect(lone).toBe(0)
})
