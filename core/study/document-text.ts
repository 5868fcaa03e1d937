// Text of a study's document: numbers with their intervals, tables in Markdown.
import type { Estimate } from './intervals.ts'

const minus = (text: string): string => text.replaceAll('-', '−')

/** A number with a fixed count of decimals; '–' where there is none. */
export function fixed(value: number | null | undefined, decimals = 1): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  const text = value.toFixed(decimals)
  return minus(Number(text) === 0 ? text.replace('-', '') : text)
}

const signed = (value: number, decimals: number): string => (value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${fixed(value, decimals)}` : fixed(value, decimals))

const between = ([low, high]: readonly [number, number], decimals: number, number: (value: number, decimals: number) => string): string => `${number(low, decimals)}, ${number(high, decimals)}`

/** A mean with its intervals: value [over movies] {over seeds}. */
export function value(estimate: Estimate | undefined, decimals: number): string {
  return estimate ? withIntervals(estimate, decimals, fixed, '') : '–'
}

/** A difference likewise, with its sign. */
export function change(estimate: Estimate | undefined, decimals: number, unit = ''): string {
  return estimate ? withIntervals(estimate, decimals, signed, unit) : '–'
}

function withIntervals({ value, blocks, seeds }: Estimate, decimals: number, number: (value: number, decimals: number) => string, unit: string): string {
  if (!Number.isFinite(value)) return '–'
  return `${number(value, decimals)}${unit}${blocks ? ` [${between(blocks, decimals, number)}]` : ''}${seeds ? ` {${between(seeds, decimals, number)}}` : ''}`
}

export const heading = (level: number, text: string): string => `${'#'.repeat(level)} ${text}`

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [`| ${head.join(' | ')} |`, `|${head.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n')
}
