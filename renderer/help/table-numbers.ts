// The numbers of the score tables for the help page, from the tables themselves, so that none is without its meaning.
import { measures } from '../comparison/measures.ts'
import { spikeInRows } from '../spikein/score-rows.ts'
import type { HelpEntry } from './help-text.ts'

const withUnit = (name: string, unit: string | undefined): string => (unit ? `${name} (${unit})` : name)

/** By table and group, in the order of the window. */
export const tableNumbers: readonly { title: string; entries: readonly HelpEntry[] }[] = [
  ...[...Map.groupBy(measures, ({ group }) => group)].map(([group, members]) => ({
    title: `Comparison: ${group}`, entries: members.map(({ title, unit, about }) => ({ term: withUnit(title, unit), text: `${about}.` })),
  })),
  { title: 'Spike-in test', entries: spikeInRows.map(({ label, unit, hint }) => ({ term: withUnit(label, unit), text: hint })) },
]
