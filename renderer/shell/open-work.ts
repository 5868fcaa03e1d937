// What ending the window would cut off or lose, in words: asked about at quit.
import type { OpenWork } from '../../electron/contract/desktop.ts'
import { isOver, resumableKinds, type Job } from '../../electron/contract/jobs.ts'
import { kindWords, subject } from '../jobs/words.ts'

/** Jobs that are named one by one. */
const most = 5
/** Of a job's name: titles and file names can be long. */
const longest = 200

/** Jobs under way and waiting, and what is in the window only; undefined where there is neither. */
export function openWork(jobs: readonly Job[], unsaved: readonly string[]): OpenWork | undefined {
  const open = jobs.filter(({ state }) => !isOver(state)).toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running'))
  if (open.length === 0 && unsaved.length === 0) return undefined
  const named = open.slice(0, most).map((job) => `${kindWords[job.kind]}: ${subject(job)}`.slice(0, longest))
  return {
    running: open.length > most ? [...named, `and ${open.length - most} more`] : named,
    resumable: open.every(({ kind }) => resumableKinds.includes(kind)), unsaved: [...unsaved],
  }
}
