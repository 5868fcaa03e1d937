import { expect, it } from 'vitest'
import { fixed, written } from '../../../renderer/ui/numbers.ts'

it('numbers in the window have a minus sign, and zero none', () => {
  expect([fixed(-12.34, 1), fixed(-0.04, 1), fixed(0, 1), fixed(12.35, 1), fixed(-1234, 0)]).toEqual(['−12.3', '0.0', '0.0', '12.3', '−1234'])
  expect([written(-500), written(-0), written(0.25), written(-0.5)]).toEqual(['−500', '0', '0.25', '−0.5'])
})
