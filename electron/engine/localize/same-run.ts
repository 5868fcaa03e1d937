// Whether an unfinished run can go on: movie, network and parameters must be those it began with.
import { StructLocError } from '../../../core/errors.ts'
import type { Run } from '../workspace/run-table.ts'

type Begun = Pick<Run, 'movie' | 'model' | 'first' | 'end' | 'parameters'>

/** What differs between a run that was begun and one that is asked for now, in words; empty where nothing does. */
export function differences(begun: Run, now: Begun): string[] {
  const found: string[] = []
  const note = (what: string, before: unknown, after: unknown): void => {
    if (JSON.stringify(before) !== JSON.stringify(after)) found.push(`${what} was ${show(before)}, now it is ${show(after)}`)
  }
  note('the movie', begun.movie.path, now.movie.path)
  note("the movie's size in bytes", begun.movie.size, now.movie.size)
  note("the movie's number of frames", begun.movie.frames, now.movie.frames)
  if (begun.movie.size === now.movie.size) note("the movie's date of change", date(begun.movie.mtime_ms), date(now.movie.mtime_ms))
  note('the model', begun.model.name, now.model.name)
  if (begun.model.name === now.model.name) note("the network's sha256", begun.model.sha256, now.model.sha256)
  note('the range of frames', `${begun.first + 1}:${begun.end}`, `${now.first + 1}:${now.end}`)
  for (const key of new Set([...Object.keys(begun.parameters), ...Object.keys(now.parameters)])) note(key, begun.parameters[key], now.parameters[key])
  return found
}

/**
 * The run to go on with: the one begun last that is the same; undefined where no run is unfinished.
 * @throws StructLocError 'invalid-input' that says what differs, where all unfinished runs are others
 */
export function runToResume(unfinished: readonly Run[], now: Begun, workspace: string): Run | undefined {
  if (unfinished.length === 0) return undefined
  const same = unfinished.find((run) => differences(run, now).length === 0)
  if (same) return same
  throw new StructLocError('invalid-input', `The unfinished run in ${workspace} cannot go on: ${differences(unfinished[0], now).join('; ')}. Give what it began with, or start anew without --resume.`)
}

const date = (mtime_ms: number): string => new Date(mtime_ms).toISOString()
const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? 'not given')
