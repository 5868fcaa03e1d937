// Signs that a table was understood wrongly, or belongs to another movie.
import type { TableExtents } from '../../electron/contract/api.ts'
import { counted } from '../ui/numbers.ts'

/** Room around the field of view for emitters whose light only reaches into it, nm. */
const room = 1000

/** Sentences; none where all is plausible. @param movie the one the table belongs to */
export function doubtsAbout(extents: TableExtents | undefined, movie: { width: number; height: number; frames: number; pixelSize: number | undefined } | undefined): string[] {
  if (!extents) return ['The table has no rows.']
  const { frame, x, y } = extents
  const doubts: string[] = []
  if (movie && frame.most >= movie.frames) doubts.push(`Its frames go to ${counted(frame.most + 1)}, the movie has ${counted(movie.frames)}.`)
  if (movie?.pixelSize !== undefined) {
    const [width, height] = [movie.width * movie.pixelSize, movie.height * movie.pixelSize]
    const size = (value: number): string => `${(value / 1000).toPrecision(3)} µm`
    const outside = x.most > width + room ? [x.most, width, 'wide'] as const : y.most > height + room ? [y.most, height, 'high'] as const : undefined
    if (outside) doubts.push(`Positions reach ${size(outside[0])}, the movie is ${size(outside[1])} ${outside[2]}: is it this movie, and are the pixel size and the unit right?`)
    else if (x.most > 0 && y.most > 0 && x.most < width / 20 && y.most < height / 20) doubts.push(`All positions lie within ${size(Math.max(x.most, y.most))} of the corner of a movie of ${size(width)}: are they in pixels or µm?`)
  }
  return doubts
}
