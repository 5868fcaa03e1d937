// Expressions over the columns of a table: every step of the expression goes over a block of rows before the next, so that the
// time of a row is that of its arithmetic. (1 million rows of `photons > 500 && sigma_x < 20`: some milliseconds.)
import type { Expression } from './expression.ts'

export type NumberColumns = Readonly<Record<string, ArrayLike<number> & { readonly length: number }>>

const BLOCK = 1024

/** Holds the numbers of one block at each depth of the stack. */
const stackFor = (depth: number): Float64Array[] => Array.from({ length: depth }, () => new Float64Array(BLOCK))

/** The values of an expression, one a row; conditions are 1 and 0. All columns must be as long as `rows`. */
export function evaluateExpression(expression: Expression, columns: NumberColumns, rows: number): Float64Array {
  const values = new Float64Array(rows)
  eachBlock(expression, columns, rows, (block, first, count) => values.set(count === BLOCK ? block : block.subarray(0, count), first))
  return values
}

/** Rows (ascending) for which every condition holds; all of `rows` where there is none. */
export function rowsThatPass(conditions: readonly Expression[], columns: NumberColumns, rows: number): Uint32Array {
  const passes = new Uint8Array(rows).fill(1)
  for (const condition of conditions) {
    eachBlock(condition, columns, rows, (block, first, count) => {
      for (let i = 0; i < count; i++) passes[first + i] &= block[i]
    })
  }
  let passing = 0
  for (let row = 0; row < rows; row++) passing += passes[row]
  // Without a branch, which would be foreseen wrongly every other time; one place more, for the rows behind the last that passes.
  const result = new Uint32Array(passing + 1)
  for (let row = 0, n = 0; row < rows; row++) {
    result[n] = row
    n += passes[row]
  }
  return result.subarray(0, passing)
}

function eachBlock({ steps, depth }: Expression, columns: NumberColumns, rows: number, take: (block: Float64Array, first: number, count: number) => void): void {
  const stack = stackFor(depth)
  for (let first = 0; first < rows; first += BLOCK) {
    const count = Math.min(BLOCK, rows - first)
    let top = -1
    for (const step of steps) {
      switch (step.do) {
        case 'number':
          stack[++top].fill(step.value)
          break
        case 'column':
          load(stack[++top], columns[step.name], first, count)
          break
        case 'negative':
        case 'not':
          one(step.do, stack[top], count)
          break
        case 'call':
          top -= step.count - 1
          call(step.name, stack, top, step.count, count)
          break
        default:
          top--
          two(step.do, stack[top], stack[top + 1], count)
      }
    }
    take(stack[0], first, count)
  }
}

function load(to: Float64Array, column: ArrayLike<number>, first: number, count: number): void {
  for (let i = 0; i < count; i++) to[i] = column[first + i]
}

function one(what: 'negative' | 'not', a: Float64Array, count: number): void {
  if (what === 'negative') for (let i = 0; i < count; i++) a[i] = -a[i]
  else for (let i = 0; i < count; i++) a[i] = 1 - a[i]
}

/** a = a ∘ b */
function two(sign: string, a: Float64Array, b: Float64Array, count: number): void {
  switch (sign) {
    case '+': for (let i = 0; i < count; i++) a[i] += b[i]
      break
    case '-': for (let i = 0; i < count; i++) a[i] -= b[i]
      break
    case '*': for (let i = 0; i < count; i++) a[i] *= b[i]
      break
    case '/': for (let i = 0; i < count; i++) a[i] /= b[i]
      break
    case '<': for (let i = 0; i < count; i++) a[i] = Number(a[i] < b[i])
      break
    case '<=': for (let i = 0; i < count; i++) a[i] = Number(a[i] <= b[i])
      break
    case '>': for (let i = 0; i < count; i++) a[i] = Number(a[i] > b[i])
      break
    case '>=': for (let i = 0; i < count; i++) a[i] = Number(a[i] >= b[i])
      break
    case '==': for (let i = 0; i < count; i++) a[i] = Number(a[i] === b[i])
      break
    case '!=': for (let i = 0; i < count; i++) a[i] = Number(a[i] !== b[i])
      break
    case '&&': for (let i = 0; i < count; i++) a[i] *= b[i]
      break
    case '||': for (let i = 0; i < count; i++) a[i] = a[i] + b[i] - a[i] * b[i]
      break
  }
}

/** The function of the `given` numbers from `top` on, into the first of them. */
function call(name: string, stack: readonly Float64Array[], top: number, given: number, count: number): void {
  const a = stack[top]
  switch (name) {
    case 'abs': for (let i = 0; i < count; i++) a[i] = Math.abs(a[i])
      break
    case 'sqrt': for (let i = 0; i < count; i++) a[i] = Math.sqrt(a[i])
      break
    case 'missing': for (let i = 0; i < count; i++) a[i] = Number(Number.isNaN(a[i]))
      break
    case 'hypot':
      for (let i = 0; i < count; i++) {
        let squares = a[i] * a[i]
        for (let n = 1; n < given; n++) squares += stack[top + n][i] ** 2
        a[i] = Math.sqrt(squares)
      }
      break
    case 'min':
    case 'max':
      for (let n = 1; n < given; n++) {
        const b = stack[top + n]
        if (name === 'min') for (let i = 0; i < count; i++) a[i] = Math.min(a[i], b[i])
        else for (let i = 0; i < count; i++) a[i] = Math.max(a[i], b[i])
      }
      break
  }
}
