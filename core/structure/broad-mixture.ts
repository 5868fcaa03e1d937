// The sampling of a network for any sample: every training window shows one kind of structure. Lines in several forms make a
// good third, surfaces a third, complete spatial randomness keeps what is asked of a network without any structure.
import type { SamplingSpec } from './sampling.ts'

const shares_percent = {
  'microtubules': 15,
  'filaments': 10,
  'parallel-filaments': 5,
  'crossings': 5,
  'actin-mesh': 5,
  'mitochondria': 10,
  'vesicles': 10,
  'sheet': 7,
  'nuclear-pores': 5,
  'rings': 5,
  'clusters': 8,
  'csr': 15,
}

/** A mixture of all kinds with their default parameters. */
export const broadMixture: SamplingSpec = {
  kind: 'mixture',
  parts: Object.entries(shares_percent).map(([kind, weight]) => ({ weight, sampling: { kind } })),
}
