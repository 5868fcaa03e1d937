// Where and when tables are scored, and what is known of the light: as given, as described beside the tables or the movie,
// else from the truth's own extent.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { EmitterTable } from '../../../core/localizations/table.ts'
import type { Acquisition } from '../../../core/simulation/acquisition.ts'
import { besides, readDescription, type MovieDescription } from '../localize/movie-description.ts'

export interface Field {
  /** nm */
  width: number
  height: number
  pixelSize: number
  from: 'given' | 'described' | 'extent'
}

export interface Light {
  acquisition: Acquisition
  background_photons: number
}

interface Asked {
  localizations: string
  truth: string
  pixelSize?: number | undefined
  width_px?: number | undefined
  height_px?: number | undefined
}

/** Width of a pixel where nothing says it, nm. */
const usualPixelSize = 100

export async function findField(asked: Asked, truth: EmitterTable): Promise<{ field: Field; light: Light | undefined }> {
  const descriptions = await readDescriptions(asked)
  const described = descriptions.find(({ width_px }) => width_px !== undefined)
  const size = asked.pixelSize ?? described?.pixelSize ?? descriptions.find(({ pixelSize }) => pixelSize !== undefined)?.pixelSize ?? usualPixelSize
  const simulated = descriptions.find(({ acquisition, background_photons }) => acquisition && background_photons !== undefined)
  const light = simulated && { acquisition: simulated.acquisition!, background_photons: simulated.background_photons! }
  const field = (width_px: number, height_px: number, from: Field['from']): { field: Field; light: Light | undefined } =>
    ({ field: { width: width_px * size, height: height_px * size, pixelSize: size, from }, light })
  if (asked.width_px !== undefined) return field(asked.width_px, asked.height_px ?? asked.width_px, 'given')
  if (described) return field(described.width_px!, described.height_px ?? described.width_px!, 'described')
  const end_px = (values: Float32Array): number => Math.ceil(values.reduce((most, value) => Math.max(most, value), 0) / size)
  return field(end_px(truth.x), end_px(truth.y), 'extent')
}

/** What documents beside a table, or beside the movie that it tells of, say of that movie. */
export async function describedField(table: string): Promise<{ pixelSize?: number; width_px?: number; height_px?: number }> {
  const descriptions = await readDescriptions({ localizations: table, truth: table })
  const first = <Name extends 'pixelSize' | 'width_px' | 'height_px'>(name: Name): Partial<Record<Name, number>> => {
    const value = descriptions.find((one) => one[name] !== undefined)?.[name]
    return value === undefined ? {} : { [name]: value } as Record<Name, number>
  }
  return { ...first('pixelSize'), ...first('width_px'), ...first('height_px') }
}

/** Beside the localizations, beside the truth, beside the movie of which the localizations tell. */
async function readDescriptions({ localizations, truth }: Asked): Promise<MovieDescription[]> {
  const movie = (await readProvenance(localizations))?.movie
  const places = [besides(localizations, '.json'), besides(truth, '.json'), besides(truth.replace(/[._-]?truth\.csv$/i, '.csv'), '.json'), ...(movie ? [besides(movie, '.json')] : [])]
  const found = await Promise.all([...new Set(places)].map((path) => readDescription(path)))
  return found.filter((description) => description !== undefined)
}

const provenanceSchema = z.looseObject({
  movie: z.looseObject({ path: z.string() }),
  frames: z.looseObject({ first: z.number().int(), last: z.number().int() }),
  framesDone: z.number().int().optional(),
})

/** What the document beside a table says of the movie and of the frames [first, end) that were localized, from 0. */
export async function readProvenance(table: string): Promise<{ movie: string; frames: { first: number; end: number } } | undefined> {
  // Named otherwise where the table has the movie's name (see provenancePath).
  for (const ending of ['.locs.json', '.json']) {
    const text = await readFile(besides(table, ending), 'utf8').catch(() => '')
    const parsed = provenanceSchema.safeParse(asJson(text))
    if (!parsed.success) continue
    const { movie, frames: { first, last }, framesDone = last - first + 1 } = parsed.data
    return { movie: movie.path, frames: { first: first - 1, end: first - 1 + framesDone } }
  }
  return undefined
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
