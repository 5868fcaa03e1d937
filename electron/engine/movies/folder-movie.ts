// A folder of single pages as a movie: in the order of the numbers in their names, or as Micro-Manager names them (time, channel, slice).
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { MovieOpening } from '../../contract/movie-opening.ts'
import { CombinedMovie } from './combined-movie.ts'
import type { MovieInfo, MovieSource } from './movie-source.ts'
import { openPart } from './open-part.ts'
import { choosePlanes, type PageLayout } from './page-layout.ts'

const natural = new Intl.Collator('en', { numeric: true })

/** The TIFF files of a folder, 2.tif before 10.tif. Errors: a folder that cannot be read, or has none. */
export async function pagesOfFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new StructLocError('unreadable', `${folder} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause })
  })
  const names = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && /\.tiff?$/i.test(entry.name)).map(({ name }) => name)
  if (names.length === 0) {
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).slice(0, 3)
    throw new StructLocError('unsupported', `${folder} is a folder without TIFF files${folders.length > 0 ? ` (its folders: ${folders.join(', ')})` : ''}; a movie is one file, or a folder of single pages.`)
  }
  return names.toSorted(natural.compare)
}

/** Errors: as of `openMovie`; a folder whose files have several frames each. */
export async function openFolder(folder: string, opening: MovieOpening, signal?: AbortSignal): Promise<MovieSource> {
  const names = await pagesOfFolder(folder)
  const first = await openPage(join(folder, names[0]), signal)
  await first.close()
  const layout = layoutOf(names)
  const { places, announced, axes } = choosePlanes(layout, opening, folder, () => true)
  const truncated = announced === undefined ? undefined : `${folder} is incomplete: its files announce ${announced} frames; ${places.length} whole ${places.length === 1 ? 'frame is' : 'frames are'} there before the first gap.`
  if (truncated !== undefined && (places.length === 0 || !opening.wholeFrames)) throw new StructLocError('invalid-input', truncated)
  const { width, height, pixelType, reader, fileBytes } = first.info
  const info: MovieInfo = {
    path: folder, format: `${layout.from} of ${first.info.format}`, width, height, frames: places.length, pixelType, reader,
    // Pages of a kind are as long as each other; to ask thousands of files for their length would take seconds.
    fileBytes: fileBytes * names.length, files: names.length,
    ...(axes.channels * axes.slices * axes.positions > 1 ? { axes } : {}), ...(truncated === undefined ? {} : { truncated }),
  }
  const parts = places.map(({ file }) => {
    const path = join(folder, file!)
    return { path, open: () => openPage(path) }
  })
  return new CombinedMovie(info, parts, Int32Array.from(parts, (_, i) => i), new Int32Array(parts.length))
}

async function openPage(path: string, signal?: AbortSignal): Promise<MovieSource> {
  const page = await openPart(path, false, signal)
  if (page.info.frames === 1) return page
  await page.close()
  throw new StructLocError('invalid-input', `${path} has ${page.info.frames} frames; in a folder that is a movie every file has one. Open the file itself.`)
}

/** Micro-Manager 1.4: img_TIME_CHANNEL_SLICE.tif; 2: img_channelC_positionP_timeT_zZ.tif. */
function layoutOf(names: readonly string[]): PageLayout {
  const planes = names.map((name) => {
    const one = /^img_(\d{1,9})_(.*)_(\d{1,9})\.tiff?$/i.exec(name)
    if (one) return { time: Number(one[1]), channel: one[2], slice: Number(one[3]), position: 0 }
    const two = /^img_channel(\d{1,9})_position(\d{1,9})_time(\d{1,9})_z(\d{1,9})\.tiff?$/i.exec(name)
    return two ? { time: Number(two[3]), channel: two[1], slice: Number(two[4]), position: Number(two[2]) } : undefined
  })
  if (planes.some((plane) => plane === undefined)) {
    return {
      from: 'folder', positions: 1, channels: 1, slices: 1, times: names.length, channelNames: [],
      place: (_position, _channel, _slice, time) => ({ file: names[time], page: 0 }),
    }
  }
  const channelNames = [...new Set(planes.map((plane) => plane!.channel))].toSorted(natural.compare)
  const count = (index: (plane: NonNullable<(typeof planes)[number]>) => number): number => planes.reduce((most, plane) => Math.max(most, index(plane!) + 1), 0)
  const fileAt = new Map(planes.map((plane, i) => [`${plane!.position} ${plane!.channel} ${plane!.slice} ${plane!.time}`, names[i]]))
  return {
    from: 'folder (Micro-Manager)', positions: count(({ position }) => position), channels: channelNames.length, slices: count(({ slice }) => slice),
    times: count(({ time }) => time), channelNames,
    place(position, channel, slice, time) {
      const file = fileAt.get(`${position} ${channelNames[channel]} ${slice} ${time}`)
      return file === undefined ? undefined : { file, page: 0 }
    },
  }
}

/** Whether a path is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), () => false)
}
