// What a localization needs before it starts: movie, model, camera, range of frames, each checked.
import { access, constants, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { z } from 'zod'
import { StructLocError } from '../../../core/errors.ts'
import type { Decoding } from '../../../core/model/card.ts'
import type { localizeArgs } from '../../contract/calls.ts'
import type { StoredModel } from '../inference/model-folder.ts'
import { findModel } from '../models/list-models.ts'
import type { ModelPlaces } from '../models/model-folders.ts'
import { openMovie } from '../movies/open-movie.ts'
import type { MovieSource } from '../movies/movie-source.ts'
import type { MovieRecord, Run } from '../workspace/run-table.ts'
import { besides } from './movie-description.ts'
import { provenancePath } from './provenance.ts'
import { readingOf, type Reading } from './reading.ts'

export type CheckedLocalizeArgs = z.output<typeof localizeArgs>

export interface Prepared extends Reading {
  movie: MovieSource
  model: StoredModel
  decoding: Decoding
  /** The run as the workspace knows it. */
  run: Pick<Run, 'movie' | 'model' | 'first' | 'end' | 'parameters'>
}

/** Opens and checks; the caller closes the movie. Errors: what is missing, damaged or out of range, in a sentence. */
export async function prepare(args: CheckedLocalizeArgs, places: ModelPlaces, signal?: AbortSignal): Promise<Prepared> {
  for (const path of [args.out, besides(args.out, '.arrow'), provenancePath(args.out, args.movie)]) await checkWritable(path)
  if (resolve(args.out) === resolve(args.movie)) throw new StructLocError('invalid-input', `${args.out} is the movie itself; name another file for the table.`)
  const model = await findModel(args.model, places)
  const movie = await openMovie(resolve(args.movie), signal, args.opening)
  try {
    const { info } = movie
    const { card } = model
    const { camera, cameraFrom, pixelSize, pixelSizeFrom } = await readingOf(info, args, card)
    const { first = 0, end = info.frames } = args.frames ?? {}
    if (first >= end || end > info.frames) throw new StructLocError('invalid-input', `Frames ${first + 1}:${end} were asked for; ${info.path} has frames 1:${info.frames}.`)
    const decoding = { ...card.decoding, ...(args.threshold === undefined ? {} : { threshold: args.threshold }) }
    return {
      movie, model, camera, cameraFrom, decoding, pixelSize, pixelSizeFrom,
      run: {
        movie: await movieRecord(movie), model: { name: card.id, sha256: card.sha256, card: JSON.stringify(card) },
        first, end, parameters: { decoding, camera, 'pixel size': pixelSize, provider: args.provider, ...(args.opening === undefined ? {} : { opening: args.opening }) },
      },
    }
  } catch (error) {
    await movie.close()
    throw error
  }
}

async function movieRecord({ info }: MovieSource): Promise<MovieRecord> {
  const found = await stat(info.path)
  // A folder's own date changes with any file in it, the table among them.
  const { size, mtimeMs } = found.isDirectory() ? { size: info.fileBytes, mtimeMs: 0 } : found
  return { path: info.path, size, mtime_ms: mtimeMs, width: info.width, height: info.height, frames: info.frames }
}

/** Bytes of a file's name on every file system in use. */
const longestName = 255

/** Said before the work, not after it. */
export async function checkWritable(out: string): Promise<void> {
  const name_bytes = Buffer.byteLength(basename(out))
  if (name_bytes > longestName) throw new StructLocError('unwritable', `${out} cannot be written: its name has ${name_bytes} bytes, ${longestName} is the most. Give it a shorter name.`)
  const folder = dirname(resolve(out))
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new StructLocError('unwritable', `${out} cannot be written: its folder ${folder} does not exist.`)
  const target = await stat(resolve(out)).catch(() => undefined)
  if (target?.isDirectory()) throw new StructLocError('unwritable', `${out} is a folder; name a file.`)
  await access(target ? resolve(out) : folder, constants.W_OK).catch((cause: unknown) => {
    throw new StructLocError('unwritable', `${out} cannot be written: this user may not write there.`, { cause })
  })
}
