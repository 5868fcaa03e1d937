// The filter language: `photons > 500 && sigma_x < 20`. Read by a small parser of its own and evaluated block by block over typed
// arrays, since the window's security policy allows no generated code. Numbers and conditions are told apart when an expression is
// read, so that what is wrong is said at once, with its place.
//
//   condition:  a < b  <=  >  >=  ==  !=,  && || !,  missing(a)       numbers:  + - * /, -a, abs sqrt min max hypot, 1e3
//
// A value that is missing (NaN) is in no comparison but `!=`.
import { ExpressionError, tokensOf, wordSigns, type Token } from './expression-tokens.ts'

type Kind = 'number' | 'condition'
const arithmetic = ['+', '-', '*', '/'] as const
const comparisons = ['<', '<=', '>', '>=', '==', '!='] as const
type Arithmetic = (typeof arithmetic)[number]
type Comparison = (typeof comparisons)[number]

/** What each function takes (least and most arguments) and gives. */
const functions = {
  abs: { least: 1, most: 1, gives: 'number' }, sqrt: { least: 1, most: 1, gives: 'number' },
  min: { least: 2, most: 16, gives: 'number' }, max: { least: 2, most: 16, gives: 'number' }, hypot: { least: 2, most: 16, gives: 'number' },
  missing: { least: 1, most: 1, gives: 'condition' },
} as const satisfies Record<string, { least: number; most: number; gives: Kind }>
type FunctionName = keyof typeof functions

/** A step of the evaluation, on a stack of numbers; conditions are 1 and 0. */
type Step =
  | { do: 'number'; value: number }
  | { do: 'column'; name: string; from: number; to: number }
  | { do: Arithmetic | Comparison | '&&' | '||' }
  | { do: 'negative' | 'not' }
  | { do: 'call'; name: FunctionName; count: number }

/** An expression that was read. */
export interface Expression {
  source: string
  kind: Kind
  /** Names of columns it uses, each once. */
  columns: readonly string[]
  /** In the order of evaluation. */
  steps: readonly Step[]
  /** Numbers that have to be held at a time. */
  depth: number
}

interface Part {
  kind: Kind
  from: number
  to: number
}

/** Deeper nesting is no filter that a person wrote. */
const deepest = 100

/** @throws ExpressionError what is wrong, where, and what would be right */
export function parseExpression(source: string): Expression {
  if (source.trim() === '') throw new ExpressionError('an expression such as photons > 500 is needed', 0, source.length)
  const all = tokensOf(source)
  const steps: Step[] = []
  let at = 0
  let nesting = 0

  const shown = ({ type, text }: Token): string => (type === 'end' ? 'the end' : `'${text}'`)
  const text = ({ from, to }: Part): string => source.slice(from, to)
  const is = (...signs: readonly string[]): boolean => all[at].type === 'sign' && signs.includes(all[at].text)

  function need(part: Part, kind: Kind, where: string): void {
    if (part.kind === kind) return
    throw new ExpressionError(kind === 'condition'
      ? `'${text(part)}' ${where} is a number, and a condition is needed, such as ${text(part)} > 0`
      : `'${text(part)}' ${where} is a condition, and a number is needed`, part.from, part.to)
  }

  /** Operators of one rank, from the left. */
  function chain(next: () => Part, signs: readonly ('&&' | '||' | Arithmetic)[], kind: Kind): Part {
    let left = next()
    while (is(...signs)) {
      const sign = all[at++].text as '&&' | '||' | Arithmetic
      need(left, kind, `before ${sign}`)
      const right = next()
      need(right, kind, `behind ${sign}`)
      steps.push({ do: sign })
      left = { kind, from: left.from, to: right.to }
    }
    return left
  }

  const either = (): Part => chain(both, ['||'], 'condition')
  const both = (): Part => chain(comparison, ['&&'], 'condition')
  const sum = (): Part => chain(product, ['+', '-'], 'number')
  const product = (): Part => chain(unary, ['*', '/'], 'number')

  function comparison(): Part {
    const left = sum()
    if (!is(...comparisons)) return left
    const sign = all[at++].text as Comparison
    need(left, 'number', `before ${sign}`)
    const right = sum()
    need(right, 'number', `behind ${sign}`)
    if (is(...comparisons)) {
      const third = all[at].text
      throw new ExpressionError(`two comparisons are joined by &&: ${text(left)} ${sign} ${text(right)} && ${text(right)} ${third} …`, all[at].from, all[at].to)
    }
    steps.push({ do: sign })
    return { kind: 'condition', from: left.from, to: right.to }
  }

  function unary(): Part {
    if (!is('-', '+', '!')) return primary()
    const { text: sign, from } = all[at++]
    const part = deeper(unary)
    need(part, sign === '!' ? 'condition' : 'number', `behind ${sign}`)
    if (sign !== '+') steps.push({ do: sign === '!' ? 'not' : 'negative' })
    return { kind: part.kind, from, to: part.to }
  }

  function deeper(next: () => Part): Part {
    if (++nesting > deepest) throw new ExpressionError(`nested deeper than ${deepest} times`, all[at].from, all[at].to)
    const part = next()
    nesting--
    return part
  }

  function primary(): Part {
    const token = all[at++]
    const { from, to } = token
    if (token.type === 'number') {
      const value = Number(token.text)
      if (!Number.isFinite(value)) throw new ExpressionError(`'${token.text}' is too large`, from, to)
      steps.push({ do: 'number', value })
      return { kind: 'number', from, to }
    }
    if (token.type === 'name') return is('(') ? call(token) : column(token)
    if (token.text === '(') {
      const part = deeper(either)
      return { kind: part.kind, from, to: close(token) }
    }
    at--
    throw new ExpressionError(`a column or a number is needed in place of ${shown(token)}`, from, to)
  }

  function column({ text: name, from, to }: Token): Part {
    const sign = wordSigns.get(name.toLowerCase())
    if (sign) throw new ExpressionError(`'${name}' is written ${sign}`, from, to)
    steps.push({ do: 'column', name, from, to })
    return { kind: 'number', from, to }
  }

  function call(name: Token): Part {
    if (!Object.hasOwn(functions, name.text)) throw new ExpressionError(`unknown function '${name.text}': there are ${Object.keys(functions).join(', ')}`, name.from, name.to)
    const known = name.text as FunctionName
    const { least, most, gives } = functions[known]
    const opening = all[at++]
    let count = 0
    while (!is(')') || count > 0) {
      const part = deeper(either)
      need(part, 'number', `in ${known}`)
      count++
      if (!is(',')) break
      at++
    }
    const to = close(opening)
    if (count < least || count > most) {
      throw new ExpressionError(`the function ${known} takes ${least === most ? (least === 1 ? 'one value' : `${least} values`) : `${least} to ${most} values`}, not ${count}`, name.from, to)
    }
    steps.push({ do: 'call', name: known, count })
    return { kind: gives, from: name.from, to }
  }

  /** The place behind the closing parenthesis that belongs to `opening`. */
  function close(opening: Token): number {
    if (!is(')')) throw new ExpressionError(`the parenthesis at place ${opening.from + 1} is not closed: ')' is needed in place of ${shown(all[at])}`, all[at].from, all[at].to)
    return all[at++].to
  }

  const whole = either()
  if (all[at].type !== 'end') {
    const { from, to, text: next } = all[at]
    const sign = wordSigns.get(next.toLowerCase())
    throw new ExpressionError(sign ? `'${next}' is written ${sign}` : `${shown(all[at])} does not follow on '${source.slice(0, from).trim()}': an operator such as && or < is needed`, from, to)
  }
  const used = new Set(steps.flatMap((step) => (step.do === 'column' ? [step.name] : [])))
  return { source, kind: whole.kind, columns: [...used], steps, depth: depthOf(steps) }
}

function depthOf(steps: readonly Step[]): number {
  let [depth, most] = [0, 0]
  for (const step of steps) {
    if (step.do === 'number' || step.do === 'column') depth++
    else if (step.do === 'call') depth -= step.count - 1
    else if (step.do !== 'negative' && step.do !== 'not') depth--
    most = Math.max(most, depth)
  }
  return most
}

/** @throws ExpressionError for a name that is none of the columns there are, naming those that come closest */
export function checkColumns({ steps }: Expression, there: readonly string[]): void {
  for (const step of steps) {
    if (step.do !== 'column' || there.includes(step.name)) continue
    const name = step.name.toLowerCase()
    const close = there.filter((one) => one.toLowerCase().includes(name) || name.includes(one.toLowerCase()) && one.length > 1)
    throw new ExpressionError(close.length > 0
      ? `unknown column '${step.name}': did you mean ${close.join(' or ')}?`
      : `unknown column '${step.name}': there are ${there.join(', ')}`, step.from, step.to)
  }
}

/** A filter: an expression that is a condition, over columns that are there. @throws ExpressionError */
export function parseFilter(source: string, there?: readonly string[]): Expression {
  const expression = parseExpression(source)
  if (there) checkColumns(expression, there)
  if (expression.kind !== 'condition') {
    throw new ExpressionError(`'${source.trim()}' is a number, and a condition is needed, such as ${source.trim()} > 0`, 0, source.length)
  }
  return expression
}
