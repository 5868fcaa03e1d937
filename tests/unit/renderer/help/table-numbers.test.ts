import { expect, it } from 'vitest'
import { measures } from '../../../../renderer/comparison/measures.ts'
import { numbers } from '../../../../renderer/help/help-text.ts'
import { tableNumbers } from '../../../../renderer/help/table-numbers.ts'
import { spikeInRows } from '../../../../renderer/spikein/score-rows.ts'

it('the help page says what every number of the score tables means, each term once in its part', () => {
  const parts = [{ title: 'Words', entries: numbers }, ...tableNumbers]
  const entries = parts.flatMap((part) => part.entries)
  for (const { title, about } of measures) expect(entries.some(({ term, text }) => term.startsWith(title) && text.startsWith(about))).toBe(true)
  for (const { label, hint } of spikeInRows) expect(entries.some(({ term, text }) => term.startsWith(label) && text === hint)).toBe(true)
  for (const { title, entries: own } of parts) expect([title, new Set(own.map(({ term }) => term)).size]).toEqual([title, own.length])
  for (const { term, text } of entries) expect([term, text.length > 15 && text.endsWith('.')]).toEqual([term, true])
})
