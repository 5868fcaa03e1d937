// The kinds of structure there are. A further kind is one file and one entry here.
import { z } from 'zod'
import { StructLocError } from '../errors.ts'
import type { Box } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import { actinMesh } from './actin-mesh.ts'
import { balanced } from './balanced.ts'
import { clusters } from './clusters.ts'
import { crossings } from './crossings.ts'
import { csr } from './csr.ts'
import { filaments } from './filaments.ts'
import { microtubules } from './microtubules.ts'
import { mitochondria } from './mitochondria.ts'
import { mixtureOf } from './mixture.ts'
import { nuclearPores } from './nuclear-pores.ts'
import { parallelFilaments } from './parallel-filaments.ts'
import { points } from './points.ts'
import { rings } from './rings.ts'
import type { SamplingSpec, Structure, StructureKind } from './sampling.ts'
import { sheet } from './sheet.ts'
import { vesicles } from './vesicles.ts'

const plain = [
  csr, microtubules, filaments, parallelFilaments, crossings, actinMesh, mitochondria, vesicles, sheet, nuclearPores, rings, clusters, points,
] as unknown as StructureKind[]

/** All kinds, for lists in the interface. */
export const structureKinds: readonly StructureKind[] = [...plain, mixtureOf(createSampling) as unknown as StructureKind]

/**
 * A maker of structures in `domain` from `{ kind, …parameters }`. With `balanced` (as in training) x, y and z are
 * uniform over the domain on average over structures, and the region it names gets the share of its volume.
 * Errors: an unknown kind or parameter, naming what there is.
 */
export function createSampling(spec: SamplingSpec, domain: Box, options: { balanced?: Box } = {}): (random: Random) => Structure {
  const { kind: name, ...given } = spec
  const kind = findKind(name)
  const parsed = kind.parameters.safeParse(given)
  if (!parsed.success) throw new StructLocError('invalid-input', `Sampling '${name}': ${z.prettifyError(parsed.error)}`)
  if (options.balanced && kind.name === 'mixture') {
    const make = (part: SamplingSpec, box: Box): ((random: Random) => Structure) => createSampling(part, box, options)
    return mixtureOf(make).prepare(parsed.data as never, domain)
  }
  const make = kind.prepare(parsed.data, domain)
  if (!options.balanced || kind.name === 'csr') return make
  return balanced(make, kind.sketch ? kind.prepare(kind.sketch(parsed.data), domain) : make, domain, options.balanced)
}

function findKind(name: string): StructureKind {
  const kind = structureKinds.find((candidate) => candidate.name === name)
  if (kind) return kind
  const known = structureKinds.map((candidate) => candidate.name).join(', ')
  throw new StructLocError('invalid-input', `There is no sampling '${name}'. There are: ${known}.`)
}
