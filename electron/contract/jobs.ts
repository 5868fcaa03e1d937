// Long work is always a job. Its states and what is told of it on the way.
import type { CodedError } from './errors.ts'

/**
 * queued → running → done, failed or cancelled. 'interrupted': the process ended while the job was queued or running;
 * jobs of kinds that keep partial results can be resumed.
 */
export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'] as const
export type JobState = (typeof jobStates)[number]

export const jobKinds = ['simulate', 'train', 'localize', 'evaluate', 'spike-in', 'calibrate', 'setup-trainer'] as const
export type JobKind = (typeof jobKinds)[number]

/** Jobs of one lane run one after another in the order of their starts; lanes run beside each other. */
export const jobLanes = ['compute', 'training', 'setup'] as const
export type JobLane = (typeof jobLanes)[number]
export const laneOf: Readonly<Record<JobKind, JobLane>> = {
  simulate: 'compute', localize: 'compute', evaluate: 'compute', 'spike-in': 'compute', calibrate: 'compute', train: 'training', 'setup-trainer': 'setup',
}

/** Kinds that keep partial results: a job that was cut off goes on with `resume`. */
export const resumableKinds: readonly JobKind[] = ['localize', 'train']

/** How far a job is. `unit` names what is counted; times in seconds. */
export interface Progress {
  done: number
  total: number
  unit: string
  rate_hz: number
  secondsLeft: number
  /** One line for people: what is going on. */
  message: string
}
export type ProgressEvent = Progress & { jobId: number }

export interface Job {
  id: number
  kind: JobKind
  state: JobState
  /** As given to the call. */
  args: unknown
  progress: Progress | undefined
  /** Where it failed, was cancelled or interrupted. */
  error: CodedError | undefined
  /** Seconds since 1970. */
  createdAt: number
  startedAt: number | undefined
  endedAt: number | undefined
}

/** States from which nothing more happens by itself. */
export function isOver(state: JobState): boolean {
  return state !== 'queued' && state !== 'running'
}
