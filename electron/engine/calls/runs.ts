// The calls about localization runs of the workspace: their list, their rows, removing them.
import { StructLocError } from '../../../core/errors.ts'
import { decodeChunk } from '../../../core/formats/arrow.ts'
import { concatTables, createLocalizations, selectRows } from '../../../core/localizations/table.ts'
import type { CheckedArgs, RunRows, RunSummary } from '../../contract/api.ts'
import type { Run } from '../workspace/run-table.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** Rows of one answer: 44 bytes each, so that a message stays in the low megabytes. */
const mostRows = 100_000

/** All runs, the oldest first. */
export function runs({ runs: table }: Workspace): RunSummary[] {
  return table.list().map((run): RunSummary => {
    const { id, movie, model, first, end, startedAt, finishedAt, seconds, provider, out, job, parameters } = run
    const { end: doneUntil, rows } = table.doneUntil(id)
    return {
      run: id, movie: movie.path, model: model.name, first, end, doneUntil, rows, finished: finishedAt !== undefined, startedAt, seconds, provider,
      ...parametersOf(run), width: movie.width, height: movie.height, modelSha256: model.sha256, parameters, out, job,
    }
  })
}

/** What `prepare` has put among the run's parameters. */
function parametersOf({ parameters }: Run): Pick<RunSummary, 'pixelSize' | 'threshold'> {
  const { decoding, 'pixel size': pixelSize } = parameters as { decoding?: { threshold?: number }; 'pixel size'?: number }
  return { pixelSize: pixelSize ?? 100, threshold: decoding?.threshold ?? 0 }
}

/** Rows of frames [from, doneUntil), whole chunks. Errors: 'not-found'. */
export function runRows({ runs: table }: Workspace, { run: id, from }: CheckedArgs<'runRows'>, limit = mostRows): RunRows {
  const { first, finishedAt } = table.get(id)
  const { end } = table.doneUntil(id)
  const start = Math.max(first, from)
  const tables = [createLocalizations(0)]
  let doneUntil = Math.min(start, Math.max(end, first))
  let rows = 0
  for (const chunk of table.chunks(id, start)) {
    if (chunk.first >= end || (rows > 0 && rows + chunk.rows > limit)) break
    const all = decodeChunk(chunk.data)
    const wanted = chunk.first < start ? selectRows(all, [...all.frame.keys()].filter((row) => all.frame[row] >= start)) : all
    tables.push(wanted)
    rows += wanted.frame.length
    doneUntil = chunk.first + chunk.count
  }
  const more = doneUntil < end && start < end
  return { localizations: concatTables(tables), doneUntil, finished: finishedAt !== undefined && !more, more }
}

/** Removes a run. Errors: 'not-found'; 'invalid-input' while its job is under way. */
export function forgetRun({ runs: table, jobs }: Workspace, id: number): void {
  const { job } = table.get(id)
  const state = job === undefined ? undefined : jobs.get(job)?.state
  if (state === 'running' || state === 'queued') throw new StructLocError('invalid-input', `Run ${id} is under way (job ${job}); abort it first.`)
  table.forget(id)
}
