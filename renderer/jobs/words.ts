// Jobs in words.
import type { Job, JobKind, JobState } from '../../electron/contract/jobs.ts'

export const kindWords: Readonly<Record<JobKind, string>> = {
  localize: 'Localize', train: 'Train', simulate: 'Simulate', evaluate: 'Score', 'spike-in': 'Spike-in test', calibrate: 'Calibration', 'setup-trainer': 'Set up training',
}

export const stateWords: Readonly<Record<JobState, string>> = {
  queued: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'stopped', interrupted: 'interrupted',
}

const name = (path: unknown): string => String(path).split(/[\\/]/).at(-1) ?? ''

/** What a job is about: its model and movie, its training. */
export function subject({ kind, args }: Job): string {
  const given = Object(args) as Record<string, unknown>
  switch (kind) {
    case 'localize': return `${name(given.model)} · ${name(given.movie)}`
    case 'train': return String((Object(given.config) as { title?: unknown }).title ?? '')
    case 'simulate': return name(given.out)
    case 'evaluate': return name(given.localizations)
    case 'spike-in': return name(given.movie)
    case 'calibrate': return name(given.stack)
    case 'setup-trainer': return 'Python environment'
  }
}

/** '3 s', '2 min 5 s', '1 h 4 min'. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

export const rate = (value: number): string => value.toFixed(value < 10 ? 1 : 0)
