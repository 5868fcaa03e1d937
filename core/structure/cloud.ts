// A cloud of seeds that grows: what a kind of structure fills object by object when their number is random.
import { StructLocError } from '../errors.ts'
import { axes, contains, positions, type Box } from '../geometry.ts'
import type { Structure } from './sampling.ts'
import { fromSeeds } from './seeds.ts'

/** Seeds, objects or steps beyond which a structure would take minutes and gigabytes. */
const MOST = 2e7

/** Seeds in a domain; those outside are left out. */
export class Cloud {
  readonly #domain: Box
  #seeds = positions(4096)
  #count = 0

  constructor(domain: Box) {
    this.#domain = domain
  }

  add(x: number, y: number, z: number): void {
    // Rounded as they are kept: a place just below the upper end of the domain must not become that end.
    const [a, b, c] = [Math.fround(x), Math.fround(y), Math.fround(z)]
    if (!contains(this.#domain, a, b, c)) return
    if (this.#count === this.#seeds.x.length) this.#resize(2 * this.#count)
    this.#seeds.x[this.#count] = a
    this.#seeds.y[this.#count] = b
    this.#seeds.z[this.#count] = c
    this.#count++
  }

  /** The structure whose molecules are the seeds so far. */
  structure(): Structure {
    this.#resize(this.#count)
    return fromSeeds(this.#seeds)
  }

  #resize(length: number): void {
    const seeds = positions(length)
    for (const axis of axes) seeds[axis].set(this.#seeds[axis].subarray(0, this.#count))
    this.#seeds = seeds
  }
}

/** Refuses parameters that ask for far more than a structure can hold. `what`: 'vesicles', 'molecules'. */
export function refuseTooMany(kind: string, expected: number, what: string, domain: Box): void {
  if (expected <= MOST) return
  const [width, height] = [domain.x, domain.y].map(([low, high]) => ((high - low) / 1000).toPrecision(3))
  throw new StructLocError('invalid-input',
    `Sampling '${kind}': the parameters ask for about ${expected.toPrecision(2)} ${what} in ${width}×${height} µm; at most ${MOST / 1e6} million are possible. Lower densities, counts or lengths.`)
}

/** Area of the domain's field in µm², with `margin` (nm) on each side. */
export function fieldArea_um2({ x, y }: Box, margin = 0): number {
  return ((x[1] - x[0] + 2 * margin) * (y[1] - y[0] + 2 * margin)) / 1e6
}
