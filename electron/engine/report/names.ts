// How the report calls a model.
import type { ModelCard } from '../../../core/model/card.ts'

/** By what it was trained on. */
export function shortName({ sampling, id }: ModelCard): string {
  if (sampling.kind === 'csr') return 'Trained on random positions'
  if (sampling.kind === 'microtubules') return 'Trained on microtubules'
  return id
}
