// Ranges of a slider as expressions.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFilter } from '../../../../core/localizations/expression.ts'
import { rangeExpression, rangeOf } from '../../../../renderer/filters/range-expression.ts'

describe('a range of a column', () => {
  test('is an expression that is read as the same range, to four digits', () => {
    const bound = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => Number(value.toPrecision(4)) + 0), { nil: undefined })
    fc.assert(fc.property(bound, bound, (from, to) => {
      fc.pre(from !== undefined || to !== undefined)
      const expression = rangeExpression({ column: 'sigma_x', from, to })
      parseFilter(expression, ['sigma_x'])
      expect(rangeOf(expression)).toEqual({ column: 'sigma_x', from, to })
    }), { seed: 1 })
    expect(rangeExpression({ column: 'photons', from: 500, to: 3000 })).toBe('photons >= 500 && photons <= 3000')
  })

  test.for(['photons > 500', 'photons >= 500 && x <= 3', 'photons >= 500 || photons <= 3', 'photons >= x', ''])('%s is none', (expression) => {
    expect(rangeOf(expression)).toBeUndefined()
  })
})
