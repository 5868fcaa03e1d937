// Where molecules are: the sampling registry's contract. A kind of structure is one small file that exports a
// StructureKind and is listed in `registry.ts`.
import type { z } from 'zod'
import type { Box, Positions } from '../geometry.ts'
import type { Random } from '../random/random.ts'

/** What names a sampling in files: the kind and its parameters. */
export type SamplingSpec = { kind: string } & Record<string, unknown>

/** One realization of a structure (or of complete spatial randomness) in a domain. */
export interface Structure {
  /** `count` molecule positions drawn independently (with replacement where the structure is a finite set of seeds). */
  draw(count: number, random: Random): Positions
}

export interface StructureKind<Parameters = unknown> {
  readonly name: string
  /** For people: 'Three helical microtubules'. */
  readonly title: string
  readonly parameters: z.ZodType<Parameters>
  /** The same structure with few seeds: enough where only its marginals are wanted. */
  sketch?(parameters: Parameters): Parameters
  /** Prepares what all realizations share (tables, marginal weights) for a domain; the result makes a NEW structure a call. */
  prepare(parameters: Parameters, domain: Box): (random: Random) => Structure
}
