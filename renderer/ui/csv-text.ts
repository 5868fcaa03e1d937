// Small tables of words and numbers as csv.

/** A line a row: words in quotes, numbers in full, nothing where there is none. */
export function csvText(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  const cell = (value: string | number | null | undefined): string => (typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value ?? ''))
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('')
}
