// A whole simulated movie with its truth. Any run of frames can be simulated by itself, so chunks and worker threads give the
// same movie as one long run.
import { StructLocError } from '../errors.ts'
import { contains, extent } from '../geometry.ts'
import { selectRows, type EmitterTable } from '../localizations/table.ts'
import { leadIn_frames } from '../photophysics/blinking.ts'
import { createPsf } from '../psf/create.ts'
import { Random } from '../random/random.ts'
import { createSampling } from '../structure/registry.ts'
import type { SamplingSpec, Structure } from '../structure/sampling.ts'
import type { Acquisition } from './acquisition.ts'
import { countForNominal } from './nominal-count.ts'
import { activationsFor, activationsIn, expectedPhotons, exposeFrames, litEmitters, truthBox, truthRows, widened, type Scene } from './scene.ts'

/**
 * How many emitters a movie shows: truth rows per µm² and frame, or per frame, or as many as make the structure as crowded as
 * complete spatial randomness of a nominal density (equal mean nearest-neighbour distance).
 */
export type Density = { perUm2: number } | { emittersPerFrame: number } | { nominal_perUm2: number }

export interface MovieSpec {
  acquisition: Acquisition
  sampling: SamplingSpec
  density: Density
  width_px: number
  height_px: number
  frames: number
  seed: number
}

export interface MovieChunk {
  first: number
  count: number
  /** ADU, count × height × width. */
  frames: Uint16Array
  /** Emitters with at least `minimumPhotons` in the frame and z range; `id` numbers the molecules of the movie. */
  truth: EmitterTable
}

export interface SimulatedMovie {
  readonly spec: MovieSpec
  /** Values drawn once a movie. */
  readonly background_photons: number
  readonly onTime_frames: number
  readonly emittersPerFrame: number
  simulate(first: number, count: number): MovieChunk
}

/** Emitters this far outside the frame (nm) still give light in it. */
const LATERAL_MARGIN = 800
const PROBES = 20000

/** The structure of a movie: one for all its frames; every activation draws its position from it anew. */
export function movieStructure(spec: MovieSpec): Structure {
  const box = truthBox(spec.acquisition, spec.width_px, spec.height_px)
  return createSampling(spec.sampling, widened(box, LATERAL_MARGIN, 0))(new Random(spec.seed, 0))
}

/** Area of the field of view in µm². */
export function area_um2({ acquisition, width_px, height_px }: Pick<MovieSpec, 'acquisition' | 'width_px' | 'height_px'>): number {
  return (width_px * height_px * acquisition.pixelSize ** 2) / 1e6
}

function shareInside(structure: Structure, spec: MovieSpec): number {
  const box = truthBox(spec.acquisition, spec.width_px, spec.height_px)
  const { x, y, z } = structure.draw(PROBES, new Random(spec.seed, 1))
  let inside = 0
  for (let i = 0; i < x.length; i++) if (contains(box, x[i], y[i], z[i])) inside++
  if (inside === 0) {
    throw new StructLocError('invalid-input',
      `The structure '${spec.sampling.kind}' has no molecule inside the field of view (${extent(box)[0]}×${extent(box)[1]} nm) and the z range ${box.z[0]} … ${box.z[1]} nm.`)
  }
  return inside / PROBES
}

/** Mean truth rows per frame that a density asks for; a nominal density takes about half a second to find. */
export function emittersPerFrame(spec: MovieSpec, structure = movieStructure(spec)): number {
  const { density } = spec
  if ('emittersPerFrame' in density) return density.emittersPerFrame
  if ('perUm2' in density) return density.perUm2 * area_um2(spec)
  const box = truthBox(spec.acquisition, spec.width_px, spec.height_px)
  return countForNominal(structure, box, shareInside(structure, spec), density.nominal_perUm2)
}

/** What a movie is made of: the seed fixes structure, photophysics and noise. Errors as of `createMovie`. */
export function movieScene(spec: MovieSpec): { scene: Scene; emittersPerFrame: number } {
  const { acquisition, width_px, height_px, seed } = spec
  const drawn = new Random(seed, 2)
  const background_photons = drawn.between(...acquisition.background)
  const onTime_frames = drawn.between(...acquisition.onTime_frames)
  const blinking = { onTime_frames, photons: acquisition.photons, photonSpread: acquisition.photonSpread }
  const structure = movieStructure(spec)
  const inside = shareInside(structure, spec)
  const rows = emittersPerFrame(spec, structure)
  const scene: Scene = {
    acquisition, blinking, background_photons, structure, width_px, height_px,
    psf: createPsf(acquisition.psf, acquisition.pixelSize),
    activationsPerFrame: activationsFor(rows, inside, blinking, acquisition.minimumPhotons),
    random: new Random(seed, 3),
  }
  return { scene, emittersPerFrame: rows }
}

/**
 * Prepares a movie. The seed fixes structure, photophysics and noise.
 * Errors: an unknown sampling, a camera map of another size, a structure with nothing in the field of view, a nominal density too low
 * to have neighbours.
 */
export function createMovie(spec: MovieSpec): SimulatedMovie {
  const { scene, emittersPerFrame } = movieScene(spec)
  const { background_photons, blinking: { onTime_frames } } = scene
  const lead = leadIn_frames(onTime_frames)
  /** idBefore[f + lead]: molecules that switched on before frame f. */
  const idBefore = new Float64Array(spec.frames + lead + 1)
  for (let i = 0; i < spec.frames + lead; i++) idBefore[i + 1] = idBefore[i] + activationsIn(scene, i - lead)

  return {
    spec, background_photons, onTime_frames, emittersPerFrame,
    simulate(first, count) {
      const lit = litEmitters(scene, first, count, idBefore[first])
      const truth = sortedByFrame(selectRows(lit, truthRows(scene, lit)))
      return { first, count, frames: exposeFrames(scene, expectedPhotons(scene, lit, first, count), first), truth }
    },
  }
}

function sortedByFrame(table: EmitterTable): EmitterTable {
  const order = Array.from(table.frame.keys()).sort((a, b) => table.frame[a] - table.frame[b] || table.id[a] - table.id[b])
  return selectRows(table, order)
}
