// Localizing fills tables: the rows of a job that goes on arrive in a dataset of the role that the job was started for.
import { isOver } from '../../electron/contract/jobs.ts'
import type { LocalizeArgs } from '../../electron/contract/calls.ts'
import { useEngine } from '../engine/index.ts'
import { useJobs } from '../jobs/index.ts'
// Not through the door, which opens on components: stores are tested without a browser.
import { useNotices } from '../ui/notices-store.ts'
import { useDatasets, type Role } from './datasets-store.ts'
import { runDatasetId } from './run-dataset.ts'
import { useRuns } from './runs-store.ts'

export interface Surroundings {
  /** The slot a job was started for in this window. */
  slotOf: (job: number) => Role | undefined
  /** Path of the movie that is shown: of a batch, its run takes the role. */
  shown: () => string | undefined
}

/** Called once, when the window starts. */
export function followRuns({ slotOf, shown }: Surroundings): void {
  const engine = useEngine()
  const jobs = useJobs()
  const runs = useRuns()
  const datasets = useDatasets()
  const notices = useNotices()
  /** The run of each job that goes on. */
  const runOf = new Map<number, number>()

  function roleOf(jobId: number): Role | undefined {
    const slot = slotOf(jobId)
    const args = jobs.jobs.find(({ id }) => id === jobId)?.args as Partial<LocalizeArgs> | undefined
    return slot !== undefined && (args?.movie === shown() || datasets.roles[slot] === undefined) ? slot : undefined
  }

  engine.on('rows', ({ jobId, run }) => {
    // Once, so that a table that a person closes meanwhile stays closed.
    const begins = runOf.get(jobId) !== run
    runOf.set(jobId, run)
    if (begins || datasets.get(runDatasetId(run))) runs.read(run, roleOf(jobId)).catch(notices.sayError)
  })
  jobs.onState(({ id, state }) => {
    const run = runOf.get(id)
    if (run === undefined || !isOver(state)) return
    runOf.delete(id)
    if (datasets.get(runDatasetId(run))) runs.end(run).catch(notices.sayError)
  })
  // After a lost connection: what came meanwhile, and jobs that ended.
  engine.eachConnection(async () => {
    for (const job of await engine.call('jobs', {})) {
      const run = runOf.get(job.id)
      if (run === undefined || !datasets.get(runDatasetId(run))) continue
      if (isOver(job.state)) {
        runOf.delete(job.id)
        await runs.end(run)
      } else await runs.read(run)
    }
  })
}
