// What the parts of a study's document are written from.
import type { Study } from './declaration.ts'
import type { NetworkResult } from './network-result.ts'
import type { ResultView, Selection } from './result-view.ts'
import type { WindowCrowding } from './training-windows.ts'

/** What the sections are written from. */
export interface Sections {
  study: Study
  view: ResultView
  results: readonly NetworkResult[]
  /** By level, then by arm; what was not measured is missing. */
  windows: Readonly<Record<string, Readonly<Record<string, WindowCrowding>>>>
  /** Names of the arms, the structured one first. */
  arms: readonly string[]
  /** The figures' folder as the document names it. */
  figuresAt: string
  title(arm: string): string
}

/** The longest trainings of a level for which the structured arm has a network with at least one other; the longest at all where none has. */
export function longest({ view, arms }: Pick<Sections, 'view' | 'arms'>, level: string): Selection {
  const lengths = view.lengths(level)
  const paired = lengths.filter((targets) => arms.slice(1).some((arm) => view.seeds({ level, targets }, [arms[0], arm]).length > 0))
  return { level, targets: paired.at(-1) ?? lengths.at(-1) ?? 0 }
}

export const namesOf = (movies: readonly { name: string }[]): string[] => movies.map(({ name }) => name)
