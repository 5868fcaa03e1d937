// The call 'trainingCurve': what a training has told so far, from the log in its folder.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { TrainingPoint } from '../../contract/api.ts'
import { trainArgs } from '../../contract/calls.ts'
import { parseAtDoor } from '../../contract/errors.ts'
import type { Job } from '../../contract/jobs.ts'
import { trainingFolder } from '../training/train-job.ts'
import { parseEvent, trainingPoint } from '../training/trainer-events.ts'

/** Points in the order of targets; empty where it has not begun. Errors: a job that is none or no training. */
export async function trainingCurve(jobs: readonly Job[], id: number, own: string): Promise<TrainingPoint[]> {
  const job = jobs.find((one) => one.id === id)
  if (job?.kind !== 'train') throw new StructLocError(job ? 'invalid-input' : 'not-found', job ? `Job ${id} is no training (${job.kind}).` : `There is no job ${id}.`)
  const log = join(trainingFolder(parseAtDoor(trainArgs, job.args, 'train'), own), 'events.ndjson')
  const points: TrainingPoint[] = []
  for (const line of (await readFile(log, 'utf8').catch(() => '')).split('\n')) {
    const event = parseEvent(line)
    if (!event) continue
    // Resumed from a checkpoint: what came after that is done again.
    if (event.event === 'start') while (points.length > 0 && points.at(-1)!.targets > event.targets) points.pop()
    const point = trainingPoint(event)
    if (point) points.push(point)
  }
  return points
}
