// Whether an unfinished run can go on: movie, network and parameters must be those it began with.
import { StructLocError } from '../../../core/errors.ts'
import type { Run } from '../workspace/run-table.ts'

type Begun = Pick<Run, 'movie' | 'model' | 'first' | 'end' | 'parameters'>

/** @throws StructLocError 'invalid-input' that says what differs */
export function checkSameRun(begun: Run, now: Begun, workspace: string): void {
  const differences: string[] = []
  const note = (what: string, before: unknown, after: unknown): void => {
    if (JSON.stringify(before) !== JSON.stringify(after)) differences.push(`${what} was ${show(before)}, now it is ${show(after)}`)
  }
  note('the movie', begun.movie.path, now.movie.path)
  note("the movie's size in bytes", begun.movie.size, now.movie.size)
  note("the movie's number of frames", begun.movie.frames, now.movie.frames)
  if (begun.movie.size === now.movie.size) note("the movie's date of change", date(begun.movie.mtime_ms), date(now.movie.mtime_ms))
  note('the model', begun.model.name, now.model.name)
  if (begun.model.name === now.model.name) note("the network's sha256", begun.model.sha256, now.model.sha256)
  note('the range of frames', `${begun.first + 1}:${begun.end}`, `${now.first + 1}:${now.end}`)
  for (const key of new Set([...Object.keys(begun.parameters), ...Object.keys(now.parameters)])) note(key, begun.parameters[key], now.parameters[key])
  if (differences.length === 0) return
  throw new StructLocError('invalid-input', `The unfinished run in ${workspace} cannot go on: ${differences.join('; ')}. Give what it began with, or start anew without --resume.`)
}

const date = (mtime_ms: number): string => new Date(mtime_ms).toISOString()
const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? 'not given')
