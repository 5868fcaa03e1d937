// The words and signs of the filter language, and what is said of those that it does not have.
import { StructLocError } from '../errors.ts'

/** What is wrong with an expression; `from` and `to` are places in its text, from 0, `to` behind the last. */
export class ExpressionError extends StructLocError {
  readonly from: number
  readonly to: number
  constructor(message: string, from: number, to: number) {
    super('invalid-input', `Place ${from + 1}: ${message}${/[?…]$/.test(message) ? '' : '.'}`)
    this.name = 'ExpressionError'
    this.from = from
    this.to = to
  }
}

/** A piece of the text; `to` is the place behind it. */
export interface Token {
  type: 'number' | 'name' | 'sign' | 'end'
  text: string
  from: number
  to: number
}

const tokenPattern = /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<sign><=|>=|==|!=|&&|\|\||[-+*/()<>!,])|(?<wrong>\S))/gy

/** Signs that people write from habit, and what is meant. */
const habits: Readonly<Record<string, string>> = { '&': 'and is &&', '|': 'or is ||', '=': 'equal is ==', '^': 'a square is x * x', '≤': 'that is <=', '≥': 'that is >=', '≠': 'that is !=', '×': 'times is *', '−': 'minus is -', '·': 'times is *' }
/** Words that people write from habit, and the signs that are meant. */
export const wordSigns: ReadonlyMap<string, string> = new Map([['and', '&&'], ['or', '||'], ['not', '!']])

/** The pieces of an expression, the last of them its end. @throws ExpressionError for what is none */
export function tokensOf(source: string): Token[] {
  const found: Token[] = []
  for (const match of source.matchAll(tokenPattern)) {
    const { number, name, sign, wrong } = match.groups!
    const text = number ?? name ?? sign ?? wrong
    const to = match.index + match[0].length
    const from = to - text.length
    if (wrong !== undefined) throw new ExpressionError(`'${wrong}' is no part of a filter${habits[wrong] ? `: ${habits[wrong]}` : ''}`, from, to)
    const last = found.at(-1)
    if (number !== undefined && last?.to === from && last.type === 'number') throw new ExpressionError(`'${last.text}${text}' is no number`, last.from, to)
    found.push({ type: number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign', text, from, to })
  }
  found.push({ type: 'end', text: '', from: source.length, to: source.length })
  return found
}
