// The filter language against an oracle that works on trees, row by row.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluateExpression, rowsThatPass } from '../../../core/localizations/evaluate-expression.ts'
import { ExpressionError } from '../../../core/localizations/expression-tokens.ts'
import { checkColumns, parseExpression, parseFilter } from '../../../core/localizations/expression.ts'

/** A tree, its text with the parentheses it needs and more, and its value at a row. */
interface Tree {
  text: string
  at: (row: number) => number
}

const random = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
const rows = 2500
const next = random(7)
const columns = {
  photons: Float32Array.from({ length: rows }, () => Math.round(next() * 2000)),
  sigma_x: Float32Array.from({ length: rows }, () => next() * 40),
  frame: Int32Array.from({ length: rows }, (_, i) => i),
  prior_influence: Float32Array.from({ length: rows }, () => (next() < 0.2 ? NaN : next() * 6)),
}

const { number: numbers, condition: conditions } = fc.letrec<{ number: Tree; condition: Tree }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('photons', 'sigma_x', 'frame', 'prior_influence').map((name): Tree => ({ text: name, at: (row) => columns[name as keyof typeof columns][row] })),
    fc.constantFrom('0', '1', '20', '.5', '1e3', '2.5E-1', '3.').map((text): Tree => ({ text, at: () => Number(text) })),
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number'), fc.boolean()).map(([a, sign, b, bare]): Tree => ({
      text: bare && ['+', '-'].includes(sign) && !/[-+<>=!&|]/.test(b.text) ? `${a.text} ${sign} ${b.text}` : `(${a.text})${sign}(${b.text})`,
      at: (row) => {
        const [x, y] = [a.at(row), b.at(row)]
        return sign === '+' ? x + y : sign === '-' ? x - y : sign === '*' ? x * y : x / y
      },
    })).map((tree) => ({ ...tree, text: `(${tree.text})` })),
    tie('number').map((a): Tree => ({ text: `-(${a.text})`, at: (row) => -a.at(row) })).map((tree) => ({ ...tree, text: `(${tree.text})` })),
    tie('number').map((a): Tree => ({ text: `abs(${a.text})`, at: (row) => Math.abs(a.at(row)) })),
    tie('number').map((a): Tree => ({ text: `sqrt(${a.text})`, at: (row) => Math.sqrt(a.at(row)) })),
    fc.array(tie('number'), { minLength: 2, maxLength: 4 }).map((all): Tree => ({ text: `min(${all.map(({ text }) => text).join(', ')})`, at: (row) => Math.min(...all.map((one) => one.at(row))) })),
    fc.array(tie('number'), { minLength: 2, maxLength: 4 }).map((all): Tree => ({ text: `max(${all.map(({ text }) => text).join(',')})`, at: (row) => Math.max(...all.map((one) => one.at(row))) })),
    fc.tuple(tie('number'), tie('number')).map(([a, b]): Tree => ({ text: `hypot(${a.text}, ${b.text})`, at: (row) => Math.sqrt(a.at(row) ** 2 + b.at(row) ** 2) })),
  ),
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number')).map(([a, sign, b]): Tree => ({
      text: `${a.text} ${sign} ${b.text}`,
      at: (row) => {
        const [x, y] = [a.at(row), b.at(row)]
        return Number(sign === '<' ? x < y : sign === '<=' ? x <= y : sign === '>' ? x > y : sign === '>=' ? x >= y : sign === '==' ? x === y : x !== y)
      },
    })),
    tie('number').map((a): Tree => ({ text: `missing(${a.text})`, at: (row) => Number(Number.isNaN(a.at(row))) })),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]): Tree => ({ text: `(${a.text}) && (${b.text})`, at: (row) => Number(a.at(row) === 1 && b.at(row) === 1) })),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]): Tree => ({ text: `(${a.text} || ${b.text})`, at: (row) => Number(a.at(row) === 1 || b.at(row) === 1) })),
    tie('condition').map((a): Tree => ({ text: `!(${a.text})`, at: (row) => 1 - a.at(row) })),
  ),
}))

const someRows = [0, 1, 1023, 1024, 1025, 2047, 2048, rows - 1]

describe('filter expressions', () => {
  test('give what their tree gives, row by row, for any expression', () => {
    // `a && b || c` in a text without parentheses binds && first: the trees above always put && in parentheses of its own.
    fc.assert(fc.property(fc.oneof(numbers, conditions.map((tree) => ({ ...tree, text: `(${tree.text})` }))), ({ text, at }) => {
      const values = evaluateExpression(parseExpression(text), columns, rows)
      for (const row of someRows) expect(values[row], `${text} at row ${row}`).toBe(at(row))
    }), { numRuns: 300, seed: 1 })
  })

  test('let pass the rows for which every condition of a list holds, in their order', () => {
    fc.assert(fc.property(fc.array(conditions, { maxLength: 3 }), (all) => {
      const passing = rowsThatPass(all.map(({ text }) => parseFilter(`(${text})`)), columns, rows)
      const wanted = Array.from({ length: rows }, (_, row) => row).filter((row) => all.every((one) => one.at(row) === 1))
      expect([...passing]).toEqual(wanted)
    }), { numRuns: 40, seed: 2 })
  })

  test('bind like those of C: ! and signs, * /, + -, comparisons, &&, ||', () => {
    const value = (text: string): number => evaluateExpression(parseExpression(text), columns, 3)[2]
    expect(value('2 + 3 * 4 - 6 / 2')).toBe(11)
    expect(value('2 - 3 - 4')).toBe(-5)
    expect(value('16 / 4 / 2')).toBe(2)
    expect(value('-2 * -3')).toBe(6)
    expect(value('1 > 2 && 1 > 2 || 1 < 2')).toBe(1)
    expect(value('1 < 2 || 1 > 2 && 1 > 2')).toBe(1)
    expect(value('!(1 > 2) && 1 + 1 == 2')).toBe(1)
    expect(value('frame')).toBe(2)
  })

  test('pass over a missing value in every comparison but !=', () => {
    const none = { prior_influence: Float32Array.of(NaN, 1) }
    const passing = (text: string): number[] => [...rowsThatPass([parseFilter(text)], none, 2)]
    expect(passing('prior_influence < 3')).toEqual([1])
    expect(passing('prior_influence != 3')).toEqual([0, 1])
    expect(passing('missing(prior_influence)')).toEqual([0])
    expect(passing('prior_influence > 3 || missing(prior_influence)')).toEqual([0])
  })

  test('name the columns they use, each once', () => {
    expect(parseExpression('photons > 500 && sigma_x < 20 && photons < 5e4').columns).toEqual(['photons', 'sigma_x'])
  })
})

describe('what is wrong with a filter is said with its place and what would be right', () => {
  const there = ['frame', 'x', 'y', 'photons', 'sigma_x', 'sigma_y']
  const message = (text: string): string => {
    try {
      parseFilter(text, there)
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
      return (error as ExpressionError).message
    }
    throw new Error(`'${text}' was taken`)
  }

  test.for([
    ['sigma < 20', "Place 1: unknown column 'sigma': did you mean sigma_x or sigma_y?"],
    ['photons > 1 && width < 2', "Place 16: unknown column 'width': there are frame, x, y, photons, sigma_x, sigma_y."],
    ['photons', "Place 1: 'photons' is a number, and a condition is needed, such as photons > 0."],
    ['photons > 500 & x < 3', "Place 15: '&' is no part of a filter: and is &&."],
    ['photons = 500', "Place 9: '=' is no part of a filter: equal is ==."],
    ['photons > 500 and x < 3', "Place 15: 'and' is written &&."],
    ['photons > 500 x < 3', "Place 15: 'x' does not follow on 'photons > 500': an operator such as && or < is needed."],
    ['10 < photons < 500', 'Place 14: two comparisons are joined by &&: 10 < photons && photons < …'],
    ['photons > ', "Place 11: a column or a number is needed in place of the end."],
    ['(photons > 3', "Place 13: the parenthesis at place 1 is not closed: ')' is needed in place of the end."],
    ['photons && x > 3', "Place 1: 'photons' before && is a number, and a condition is needed, such as photons > 0."],
    ['(x > 3) + 1 > 2', "Place 1: '(x > 3)' before + is a condition, and a number is needed."],
    ['log(x) > 2', "Place 1: unknown function 'log': there are abs, sqrt, min, max, hypot, missing."],
    ['abs(x, y) > 2', 'Place 1: the function abs takes one value, not 2.'],
    ['hypot(x) > 2', 'Place 1: the function hypot takes 2 to 16 values, not 1.'],
    ['constructor > 1', "Place 1: unknown column 'constructor': there are frame, x, y, photons, sigma_x, sigma_y."],
    ['x > 1e999', "Place 5: '1e999' is too large."],
    ['x > 1.2.3', "Place 5: '1.2.3' is no number."],
    ['', 'Place 1: an expression such as photons > 500 is needed.'],
  ])('%s', ([text, wanted]) => expect(message(text)).toBe(wanted))

  test('whatever is typed, it is read or refused with a place inside the text, and nothing is run', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('photons', '(', ')', '&&', '||', '<', '!', '-', ',', 'min', '1', ' ', 'constructor', '__proto__')).map((parts) => parts.join(''))), (text) => {
      try {
        checkColumns(parseExpression(text), there)
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        expect(error.from).toBeGreaterThanOrEqual(0)
        expect(error.to).toBeLessThanOrEqual(text.length)
      }
    }), { numRuns: 2000, seed: 3 })
    expect(() => parseExpression(`${'('.repeat(100_000)}1`)).toThrow('nested deeper than 100 times')
  })
})
