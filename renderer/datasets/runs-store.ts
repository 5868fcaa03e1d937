// Localization runs of the workspace as tables of the window: those of before are loaded, those that go on fill while they run.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { isOver } from '../../electron/contract/jobs.ts'
import type { RunSummary } from '../../electron/contract/api.ts'
import { useEngine } from '../engine/index.ts'
import { useDatasets, type Role } from './datasets-store.ts'
import { growingTable, type GrowingTable } from './growing-table.ts'
import { runDataset, runDatasetId, runProvenance } from './run-dataset.ts'

interface Followed {
  rows: GrowingTable
  /** Asked for up to here. */
  from: number
  reading: Promise<void> | undefined
  /** The engine has said that there is more than was read. */
  behind: boolean
}

/** How far a run is, for those who score it while it goes on. Frames of provenance count from 1. */
function withFramesDone(provenance: Record<string, unknown>, doneUntil: number): Record<string, unknown> {
  const { first } = provenance.frames as { first: number }
  return { ...provenance, framesDone: doneUntil - (first - 1) }
}

export const useRuns = defineStore('runs', () => {
  const engine = useEngine()
  const datasets = useDatasets()
  const runs = ref<RunSummary[]>([])
  const followed = new Map<number, Followed>()
  /** Runs that are being loaded by a person. */
  const loading = ref<number[]>([])

  async function refresh(): Promise<void> {
    runs.value = (await engine.call('runs', {})).toReversed()
  }

  const summaryOf = async (run: number): Promise<RunSummary | undefined> => (await engine.call('runs', {})).find((one) => one.run === run)

  /** Reads what a run has that the window lacks; its table appears with the first rows and grows. @throws StructLocError */
  async function read(run: number, role?: Role): Promise<void> {
    let one = followed.get(run)
    if (!one) followed.set(run, (one = { rows: growingTable(), from: 0, reading: undefined, behind: false }))
    one.behind = true
    const state = one
    state.reading ??= readOn(run, state, role).finally(() => { state.reading = undefined })
    await state.reading
  }

  async function readOn(run: number, one: Followed, role: Role | undefined): Promise<void> {
    const id = runDatasetId(run)
    while (one.behind) {
      one.behind = false
      const { localizations, doneUntil, finished, more } = await engine.call('runRows', { run, from: one.from })
      one.from = doneUntil
      one.rows.add(localizations)
      one.behind ||= more
      const dataset = datasets.get(id)
      if (dataset) {
        dataset.provenance = withFramesDone(dataset.provenance, doneUntil)
        // Between messages the table is drawn; only the last rows of many are worth it while they are loaded.
        if (!more && (localizations.frame.length > 0 || finished)) datasets.grow(id, finished ? one.rows.whole() : one.rows.table(), finished)
      } else if (!more) {
        const summary = await summaryOf(run)
        if (summary) datasets.put(runDataset(summary, finished ? one.rows.whole() : one.rows.table(), finished), role)
      }
      if (finished) followed.delete(run)
    }
  }

  /** No more rows will come: the run is over, or was stopped. */
  async function end(run: number): Promise<void> {
    const dataset = datasets.get(runDatasetId(run))
    if (!dataset || dataset.complete) return
    await read(run)
    const one = followed.get(run)
    if (one && !dataset.complete) datasets.grow(dataset.id, one.rows.whole(), true)
    followed.delete(run)
    const summary = await summaryOf(run)
    if (summary) dataset.provenance = runProvenance(summary)
  }

  /** Loads a run of before. @throws StructLocError */
  async function load({ run, job }: RunSummary, role?: Role): Promise<void> {
    if (loading.value.includes(run)) return
    loading.value.push(run)
    try {
      if (datasets.get(runDatasetId(run))) {
        if (role) datasets.assign(role, runDatasetId(run))
        return
      }
      followed.delete(run)
      await read(run, role)
      const state = job === undefined ? undefined : (await engine.call('jobs', {})).find(({ id }) => id === job)?.state
      if (state === undefined || isOver(state)) await end(run)
    } finally {
      loading.value = loading.value.filter((one) => one !== run)
    }
  }

  /** Removes a run from the workspace, and its table from the window; files that were written stay. @throws StructLocError */
  async function forget({ run }: RunSummary): Promise<void> {
    await engine.call('forgetRun', { run })
    followed.delete(run)
    datasets.remove(runDatasetId(run))
    await refresh()
  }

  const isGoingOn = (id: string): boolean => {
    const dataset = datasets.get(id)
    return dataset?.source.type === 'run' && !dataset.complete
  }

  return { runs, loading, refresh, read, end, load, forget, isGoingOn }
})
