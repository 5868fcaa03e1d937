// Numbers as they are read in the window, with a minus sign in place of a hyphen. Tables that are copied keep the hyphen.

/** With so many decimals; 0 has no sign. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
}
