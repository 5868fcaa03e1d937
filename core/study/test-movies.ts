// The movies of a study: on one set thresholds are chosen, on the others networks are compared. They depend on the study, the level and
// the given positions alone, so all arms see the same ones.
import type { Positions } from '../geometry.ts'
import type { MovieSpec } from '../simulation/movie.ts'
import type { SamplingSpec } from '../structure/sampling.ts'
import type { TrainingConfig } from '../training/config.ts'
import type { Level, Study } from './declaration.ts'
import { moleculesOn, twoLines, type TwoLines } from './two-lines.ts'

export type Family = 'validation' | 'main' | 'independent' | 'lone' | 'grid' | 'structures' | 'pairs' | 'crossing'

export interface StudyMovie {
  family: Family
  /** Unique, fit for a file's name. */
  name: string
  /** What it shows, for people. */
  shows: string
  nominal_perUm2: number | null
  lines?: TwoLines
  /** Detections are kept for pictures. */
  pictured?: true
  spec: MovieSpec
}

/** Emitters stay on for this long on average in test movies, frames. */
const ON_TIME = 2

/** All movies of a level, those for thresholds first. @param points positions for the main movies, in place of the declared sampling */
export function studyMovies(study: Study, level: Level, base: Pick<TrainingConfig, 'acquisition'>, points?: Positions): StudyMovie[] {
  const { validation, tests } = study
  const acquisition: MovieSpec['acquisition'] = {
    ...base.acquisition, photons: level.photons,
    background: [level.background_photons, level.background_photons], onTime_frames: [ON_TIME, ON_TIME],
  }
  const size = { width_px: tests.size_px, height_px: tests.size_px }
  const [width, height] = [size.width_px * acquisition.pixelSize, size.height_px * acquisition.pixelSize]
  let number = 0
  const make = (family: Family, shows: string, sampling: SamplingSpec, density: MovieSpec['density'], frames: number, more: Partial<StudyMovie> = {}): StudyMovie => {
    const nominal_perUm2 = 'nominal_perUm2' in density ? density.nominal_perUm2 : null
    const name = [family, shows, nominal_perUm2 ?? ''].join('-').toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-').replace(/-$/, '')
    const seed = (family === 'validation' ? validation.seed : tests.seed) + number++
    return { family, name, shows, nominal_perUm2, spec: { acquisition, sampling, density, ...size, frames, seed }, ...more }
  }
  const positions = points && { kind: 'points', x: points.x, y: points.y, z: points.z }
  const main: SamplingSpec = positions ?? tests.main.otherwise
  const shown = positions ? tests.main.name : tests.main.otherwise.kind
  const lines = (shape: TwoLines): SamplingSpec => ({ kind: 'points', ...moleculesOn(shape) })
  return [
    ...validation.samplings.flatMap((sampling) => validation.nominal_perUm2.map((nominal_perUm2) =>
      make('validation', sampling.kind, sampling, { nominal_perUm2 }, validation.frames))),
    ...tests.main.nominal_perUm2.map((nominal_perUm2, i) => make('main', shown, main, { nominal_perUm2 }, tests.main.frames, i === 0 ? { pictured: true } : {})),
    ...(tests.independent?.nominal_perUm2 ?? []).map((nominal_perUm2) =>
      make('independent', tests.independent!.sampling.kind, tests.independent!.sampling, { nominal_perUm2 }, tests.independent!.frames)),
    make('lone', 'lone emitters', { kind: 'csr' }, { emittersPerFrame: tests.lone.emittersPerFrame }, tests.lone.frames),
    // Only given positions can be shifted; other structures are no small set of molecules.
    make('grid', shown, positions ? { ...positions, subpixelShift: acquisition.pixelSize } : main, { nominal_perUm2: tests.grid.nominal_perUm2 }, tests.grid.frames),
    ...tests.structures.samplings.map((sampling) => make('structures', sampling.kind, sampling, { nominal_perUm2: tests.structures.nominal_perUm2 }, tests.structures.frames)),
    ...tests.pairs.distances.map((distance) => {
      const shape = twoLines(width, height, { distance })
      return make('pairs', `${distance} nm apart`, lines(shape), { emittersPerFrame: tests.pairs.emittersPerFrame }, tests.pairs.frames, { lines: shape })
    }),
    ...[tests.crossing].map(({ angle_deg, emittersPerFrame, frames }) => {
      const shape = twoLines(width, height, { angle: (angle_deg * Math.PI) / 180 })
      return make('crossing', `${angle_deg} degrees`, lines(shape), { emittersPerFrame }, frames, { lines: shape })
    }),
  ]
}
