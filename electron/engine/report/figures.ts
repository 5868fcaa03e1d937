// Numbers as a reader wants them; '–' where there is none.

const minus = (text: string): string => text.replace(/^-/, '−')

/** A share as percent with one decimal. */
export function percent(share: number | null, decimals = 1): string {
  return share === null ? '–' : minus((100 * share).toFixed(decimals))
}

/** A number with a fixed count of decimals and a true minus sign. */
export function fixed(value: number | null, decimals = 1): string {
  return value === null ? '–' : minus(value.toFixed(decimals))
}

/** 12345 → '12,345'. */
export function count(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 0 })
}
