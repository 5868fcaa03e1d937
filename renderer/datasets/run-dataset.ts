// A localization run of the workspace as a dataset.
import type { RunSummary } from '../../electron/contract/api.ts'
import type { LocalizationTable } from '../../core/localizations/table.ts'
import type { NewDataset } from './datasets-store.ts'

export const runDatasetId = (run: number): string => `run ${run}`

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path
const stem = (path: string): string => fileName(path).replace(/(\.ome)?\.[^.]+$/i, '')

export function runDataset(summary: RunSummary, table: LocalizationTable, complete: boolean): NewDataset {
  const { run, movie, model, job, pixelSize, width, height } = summary
  return {
    id: runDatasetId(run), label: `${model} · ${stem(movie)}`, kind: 'localizations', source: { type: 'run', run, jobId: job }, table, complete,
    movie, model, pixelSize, width_px: width, height_px: height, provenance: runProvenance(summary),
  }
}

/** How a run came about, like the documents beside tables. Frames from 1, the last included. */
export function runProvenance(summary: RunSummary): Record<string, unknown> {
  const { run, movie, model, modelSha256, first, end, doneUntil, pixelSize, width, height, provider, parameters, seconds, startedAt, finished } = summary
  const { decoding, camera } = parameters
  return {
    movie: { path: movie }, model: { id: model, sha256: modelSha256 }, pixelSize, width_px: width, height_px: height, camera, decoding, frames: { first: first + 1, last: end },
    framesDone: doneUntil - first, complete: finished, provider, seconds, run, started: new Date(1000 * startedAt).toISOString(),
  }
}
