// The job 'localize': chunks of localizations go into the workspace as they come; at the end the tables are written.
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { StructLocError } from '../../../core/errors.ts'
import { encodeChunk } from '../../../core/formats/arrow.ts'
import type { LocalizeResult } from '../../contract/results.ts'
import { createInference } from '../inference/supervisor.ts'
import { localizeFrames } from '../inference/localize-frames.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import type { ModelPlaces } from '../models/model-folders.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { estimateBackground } from './background.ts'
import { outsideRange } from './outside-range.ts'
import { prepare, type CheckedLocalizeArgs, type Prepared } from './prepare.ts'
import { runToResume } from './same-run.ts'
import { writeResults } from './write-results.ts'

export interface LocalizeSurroundings {
  workspace: Workspace
  places: ModelPlaces
}

/** Errors: those of `prepare`; 'cancelled' (what was found stays in the workspace and is written); 'process-died'. */
export async function localizeJob(args: CheckedLocalizeArgs, { workspace, places }: LocalizeSurroundings, context: JobContext): Promise<LocalizeResult> {
  const prepared = await prepare(args, places, context.signal)
  try {
    const warnings = outsideRange(prepared.model.card, await estimateBackground(prepared.movie, prepared.camera, context.signal), prepared.pixelSizeKnown ? prepared.pixelSize : undefined)
    for (const warning of warnings) context.notice(`Warning: ${warning}`)
    const { runId, from } = beginRun(args, prepared, workspace, context)
    return await runOn(args, prepared, workspace, context, runId, from, warnings)
  } finally {
    await prepared.movie.close()
  }
}

/** A new run, or the unfinished one and the frame it goes on with. */
function beginRun({ resume }: CheckedLocalizeArgs, { run }: Prepared, workspace: Workspace, context: JobContext): { runId: number; from: number } {
  const unfinished = resume ? runToResume(workspace.runs.unfinished(), run, workspace.path) : undefined
  if (!unfinished) {
    if (resume) context.notice('There is no unfinished run to resume; starting with the first frame.')
    return { runId: workspace.runs.create(run), from: run.first }
  }
  const { end } = workspace.runs.doneUntil(unfinished.id)
  context.notice(`Going on after frame ${end}.`)
  return { runId: unfinished.id, from: end }
}

async function runOn(
  args: CheckedLocalizeArgs, prepared: Prepared, workspace: Workspace, context: JobContext, runId: number, from: number, warnings: string[],
): Promise<LocalizeResult> {
  const { movie, model, camera, decoding, pixelSize, run } = prepared
  const { runs } = workspace
  const inference = createInference({ threads: availableParallelism() })
  const total = run.end - run.first
  let stopped: StructLocError | undefined
  const open = await inference.open(model, { provider: args.provider })
  const { inUse } = open.provider
  for (const fallback of open.provider.fallbacks) context.notice(`Running on ${inUse}, since ${fallback.trim()}`)
  const before = runs.get(runId).provider
  if (before !== undefined && before !== inUse) context.notice(`The first part of this run was done on ${before}; values can differ in their last digits.`)
  runs.setProvider(runId, inUse)
  const { runtime } = inference.status()
  try {
    const start = performance.now()
    let last = start
    let rows = runs.doneUntil(runId).rows
    if (from < run.end) {
      const options = { signal: context.signal, decoding, pixelSize }
      for await (const chunk of localizeFrames(movie, open, camera, { first: from, end: run.end }, options)) {
        const { first, count, localizations } = chunk
        const now = performance.now()
        workspace.transaction(() => runs.addChunk(runId, { first, count, rows: localizations.frame.length, data: encodeChunk(localizations) }, (now - last) / 1000))
        last = now
        rows += localizations.frame.length
        const done = first + count - run.first
        const rate_hz = (first + count - from) / ((now - start) / 1000)
        context.report({ done, total, unit: 'frames', rate_hz, secondsLeft: (total - done) / rate_hz, message: `${rows} localizations` })
      }
    }
  } catch (error) {
    if (!(error instanceof StructLocError) || error.code !== 'cancelled') throw error
    stopped = error
  } finally {
    await inference.close()
  }
  const { end } = runs.doneUntil(runId)
  const written = await writeResults(args.out, workspace, runId, { ...prepared, provider: open.provider, runtime, warnings })
  if (stopped) {
    throw new StructLocError('cancelled', `Stopped after frame ${end} of ${run.end}; ${args.out} holds what was found so far. Give the same command with --resume to go on.`, { cause: stopped })
  }
  // After the tables, so that a kill in between is made good by --resume.
  runs.finish(runId)
  const { seconds } = runs.get(runId)
  return {
    ...written, frames: total, seconds, framesPerSecond: total / Math.max(seconds, 1e-3),
    model: { id: model.card.id, sha256: model.card.sha256 }, provider: inUse, cameraFrom: prepared.cameraFrom,
    threshold: decoding.threshold, warnings, resumedAfter: from,
  }
}
