// How the report calls a model.
import type { ModelCard } from '../../../core/model/card.ts'

/** 'Trained on structures', 'Trained on CSR'. */
export function shortName({ sampling, id }: ModelCard): string {
  if (sampling.kind === 'csr') return 'Trained on randomness'
  if (sampling.kind === 'microtubules') return 'Trained on microtubules'
  return id
}
