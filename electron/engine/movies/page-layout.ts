// What the pages of a file are: positions, channels, planes of depth and times, as the microscope's software says. One of each but
// time is chosen; the rest of the file is left alone.
import { StructLocError } from '../../../core/errors.ts'
import type { MovieOpening } from '../../contract/movie-opening.ts'
import type { MovieAxes } from '../../contract/results.ts'

/** A page (from 0) of a file beside the movie, or of the movie's own file where `file` is undefined. */
export interface PagePlace {
  file: string | undefined
  page: number
}

export interface PageLayout {
  /** Who says so: 'ImageJ'. */
  from: string
  positions: number
  channels: number
  slices: number
  times: number
  channelNames: readonly string[]
  /** Where a plane is (each index from 0); undefined where it was never written. */
  place(position: number, channel: number, slice: number, time: number): PagePlace | undefined
}

/** ImageJ shows seven colours at once; no microscope of this field has more channels. */
const MOST_CHANNELS = 7

export interface ChosenPlanes {
  axes: MovieAxes
  /** One a frame. */
  places: PagePlace[]
  /** Frames announced, where fewer are there. */
  announced: number | undefined
}

/**
 * The planes of the position, channel and slice that `opening` names.
 * A stack of one time and many slices is a movie: ImageJ and others write time series so. So is one of more channels than there are
 * (MOST_CHANNELS): Python's tifffile calls the first axis of a plain array so.
 * @param there whether a page exists
 * Throws 'invalid-input' where there are several of something and none is named, or the one named is not there.
 */
export function choosePlanes(layout: PageLayout, opening: MovieOpening, path: string, there: (place: PagePlace) => boolean): ChosenPlanes {
  const series = layout.times > 1 ? 'time' : layout.slices > 1 ? 'slice' : layout.channels > MOST_CHANNELS ? 'channel' : 'time'
  const slices = series === 'slice' ? 1 : layout.slices
  const channels = series === 'channel' ? 1 : layout.channels
  const times = { time: layout.times, slice: layout.slices, channel: layout.channels }[series]
  const position = chosen(opening.position, layout.positions, 'position', path)
  const channel = chosen(opening.channel, channels, 'channel', path, layout.channelNames)
  const slice = chosen(opening.slice, slices, 'slice', path)
  const places: PagePlace[] = []
  for (let time = 0; time < times; time++) {
    const place = layout.place(position - 1, series === 'channel' ? time : channel - 1, series === 'slice' ? time : slice - 1, series === 'time' ? time : 0)
    if (place === undefined || !there(place)) break
    places.push(place)
  }
  return {
    axes: { from: layout.from, positions: layout.positions, channels, slices, position, channel, slice, channelNames: channels > 1 ? [...layout.channelNames] : [] },
    places, announced: places.length < times ? times : undefined,
  }
}

function chosen(wanted: number | undefined, there: number, axis: 'position' | 'channel' | 'slice', path: string, names: readonly string[] = []): number {
  const known = names.filter((name) => name !== '').length === there ? ` (${names.join(', ')})` : ''
  if (wanted === undefined && there > 1) {
    throw new StructLocError('invalid-input', `${path} has ${there} ${axis}s${known}; say which one is the movie (--${axis} 1 to ${there}).`)
  }
  if (wanted !== undefined && wanted > there) {
    throw new StructLocError('invalid-input', `${path} has ${there} ${axis}${there === 1 ? '' : 's'}${known}; ${axis} ${wanted} was asked for.`)
  }
  return wanted ?? 1
}
