// The job 'localize': chunks of localizations go into the workspace as they come; at the end the tables are written.
import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { StructLocError } from '../../../core/errors.ts'
import { encodeChunk } from '../../../core/formats/arrow.ts'
import type { LocalizeResult } from '../../contract/results.ts'
import type { ProviderReport } from '../../inference/protocol.ts'
import { localizeFrames } from '../inference/localize-frames.ts'
import type { SharedInference } from '../inference/shared-inference.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import type { ModelPlaces } from '../models/model-folders.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { estimateBackground } from './background.ts'
import { outsideRange } from './outside-range.ts'
import { prepare, type CheckedLocalizeArgs, type Prepared } from './prepare.ts'
import { assertSameMovie } from './same-movie.ts'
import { runToResume } from './same-run.ts'
import { writeResults } from './write-results.ts'

export interface LocalizeSurroundings {
  workspace: Workspace
  places: ModelPlaces
  inference: SharedInference
}

/** Errors: those of `prepare`; 'cancelled' (what was found stays in the workspace and is written); 'process-died'. */
export async function localizeJob(args: CheckedLocalizeArgs, { workspace, places, inference }: LocalizeSurroundings, context: JobContext): Promise<LocalizeResult> {
  const prepared = await prepare(args, places, context.signal)
  try {
    const warnings = outsideRange(prepared.model.card, await estimateBackground(prepared.movie, prepared.camera, context.signal), prepared.pixelSizeFrom === 'model' ? undefined : prepared.pixelSize)
    for (const warning of warnings) context.notice(`Warning: ${warning}`)
    const { runId, from } = beginRun(args, prepared, workspace, context)
    workspace.runs.setMaker(runId, context.id, resolve(args.out))
    return await runOn(args, prepared, { workspace, inference }, context, runId, from, warnings).catch((error: unknown) => { throw withWhatIsKept(error, prepared, workspace, runId) })
  } finally {
    await prepared.movie.close()
  }
}

/** The error, with how much of the work is kept. */
function withWhatIsKept(error: unknown, { run }: Prepared, workspace: Workspace, runId: number): unknown {
  if (!(error instanceof StructLocError) || error.code === 'cancelled') return error
  const { end } = workspace.runs.doneUntil(runId)
  if (end === run.first) return error
  return new StructLocError(error.code, `${error.message.replace(/\.?$/, '.')} What was found until frame ${end} of ${run.end} is kept; --resume goes on from there.`, { cause: error })
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
  args: CheckedLocalizeArgs, prepared: Prepared, surroundings: RunSurroundings, context: JobContext, runId: number, from: number, warnings: string[],
): Promise<LocalizeResult> {
  const { workspace } = surroundings
  const { model, decoding, run } = prepared
  const { runs } = workspace
  const ran = await localizeRest(args, prepared, surroundings, context, runId, from)
  const { end } = runs.doneUntil(runId)
  const written = await writeResults(args.out, workspace, runId, { ...prepared, provider: ran.provider, runtime: ran.runtime, warnings })
  if (ran.stopped) {
    throw new StructLocError('cancelled', `Stopped after frame ${end} of ${run.end}; ${args.out} holds what was found so far. Give the same command with --resume to go on.`, { cause: ran.stopped })
  }
  // After the tables, so that a kill in between is made good by --resume.
  runs.finish(runId)
  const { seconds } = runs.get(runId)
  const total = run.end - run.first
  return {
    ...written, frames: total, seconds, framesPerSecond: total / Math.max(seconds, 1e-3),
    model: { id: model.card.id, sha256: model.card.sha256 }, provider: ran.provider.inUse, cameraFrom: prepared.cameraFrom,
    pixelSize: prepared.pixelSize, pixelSizeFrom: prepared.pixelSizeFrom, threshold: decoding.threshold, warnings, resumedAfter: from,
  }
}

type RunSurroundings = Pick<LocalizeSurroundings, 'workspace' | 'inference'>

interface Ran {
  provider: ProviderReport
  runtime: string | undefined
  /** Where it was cancelled. */
  stopped: StructLocError | undefined
}

/** Localizes the frames that the run still lacks, each chunk a transaction. */
async function localizeRest(
  args: CheckedLocalizeArgs, { movie, model, camera, decoding, pixelSize, run }: Prepared, { workspace, inference }: RunSurroundings,
  { signal, report, notice, tell }: JobContext, runId: number, from: number,
): Promise<Ran> {
  const { runs } = workspace
  return inference.use(model, { provider: args.provider }, async (open) => {
    const { runtime } = inference.status()
    const before = runs.get(runId).provider
    const provider = new ProviderNews(notice)
    provider.now(open.provider)
    if (before !== undefined && before !== open.provider.inUse) notice(`The first part of this run was done on ${before}; values can differ in their last digits.`)
    runs.setProvider(runId, open.provider.inUse)
    const ran = (stopped?: StructLocError): Ran => ({ provider: open.provider, runtime, stopped })
    if (from === run.end) return ran()
    const total = run.end - run.first
    const start = performance.now()
    let last = start
    let { rows } = runs.doneUntil(runId)
    try {
      for await (const { first, count, localizations } of localizeFrames(movie, open, camera, { first: from, end: run.end }, { signal, decoding, pixelSize })) {
        await assertSameMovie(run.movie)
        const now = performance.now()
        if (provider.now(open.provider, first)) runs.setProvider(runId, open.provider.inUse)
        workspace.transaction(() => runs.addChunk(runId, { first, count, rows: localizations.frame.length, data: encodeChunk(localizations) }, (now - last) / 1000))
        last = now
        rows += localizations.frame.length
        tell?.('rows', { run: runId, doneUntil: first + count, rows })
        const done = first + count - run.first
        const rate_hz = (first + count - from) / ((now - start) / 1000)
        report({ done, total, unit: 'frames', rate_hz, secondsLeft: (total - done) / rate_hz, message: `${rows.toLocaleString('en')} localizations` })
      }
    } catch (error) {
      if (error instanceof StructLocError && error.code === 'cancelled') return ran(error)
      // A movie that became shorter gives errors of its own kind.
      await assertSameMovie(run.movie)
      throw error
    }
    return ran()
  })
}

/** Says where the network runs when it is not where it should, each reason once. */
class ProviderNews {
  readonly #notice: JobContext['notice']
  readonly #said = new Set<string>()
  #last: ProviderReport | undefined

  constructor(notice: JobContext['notice']) {
    this.#notice = notice
  }

  /**
   * @param frame the first that may have come from another provider than the ones before, from 0
   * @returns whether the provider is another than before
   */
  now(report: ProviderReport, frame?: number): boolean {
    const last = this.#last
    if (report === last) return false
    this.#last = report
    const { inUse, fallbacks } = report
    const where = frame === undefined || inUse === last?.inUse ? `Running on ${inUse}` : `From about frame ${frame + 1} on running on ${inUse}`
    for (const fallback of fallbacks) {
      if (!this.#said.has(fallback)) this.#notice(`${where}, since ${fallback.trim()}.`)
      this.#said.add(fallback)
    }
    return inUse !== last?.inUse
  }
}
