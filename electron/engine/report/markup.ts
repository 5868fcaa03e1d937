// HTML and SVG as text, with every value escaped that is not markup itself.

export interface Markup {
  readonly markup: string
}

type Value = string | number | Markup | readonly Markup[] | undefined

/** A template whose strings are markup and whose values are text, markup, or lists of markup. Undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: strings.reduce((text, part, i) => text + (i > 0 ? rendered(values[i - 1]) : '') + part, '') }
}

/** Markup from text that is known to be safe (a style sheet of our own). */
export function trusted(markup: string): Markup {
  return { markup }
}

function rendered(value: Value): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}
