// Numbers as they are read in the window, with a minus sign in place of a hyphen. Tables that are copied keep the hyphen.

/** With the digits that it has. */
export const written = (value: number): string => String(value).replace(/^-/, '−')

/** A count: 13,241. */
export const counted = (count: number): string => count.toLocaleString('en').replace('-', '−')

/** With so many decimals; 0 has no sign. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
}
