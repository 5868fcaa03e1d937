// Jobs in lanes: those of a lane one after another, lanes beside each other. Their state is kept in the workspace; progress goes
// to listeners, and to the table now and then.
import { StructLocError } from '../../../core/errors.ts'
import { fromCodedError, toCodedError, type CodedError } from '../../contract/errors.ts'
import { isOver, laneOf, resumableKinds, type Job, type JobKind, type JobLane, type JobState, type Progress } from '../../contract/jobs.ts'
import { Events, type EngineListener, type Happenings } from '../events.ts'
import type { JobTable } from '../workspace/job-table.ts'

/** What the work of a job gets: a signal that ends it, and a way to tell how far it is. */
export interface JobContext {
  signal: AbortSignal
  report(progress: Progress): void
  /** Something a person should know: a warning, a fallback. */
  notice(message: string): void
  /** Its number in the workspace. */
  id?: number
  /** Tells of more than progress; the job's number is added. */
  tell?<E extends 'rows' | 'training'>(event: E, value: Omit<Happenings[E], 'jobId'>): void
}

export type JobWork = (args: unknown, context: JobContext) => Promise<unknown>

interface OpenJob {
  stop: AbortController
  finished: PromiseWithResolvers<unknown>
}

/** Reason of a signal: the job goes on later, so there is nothing to complete. */
export const goesOnLater = new StructLocError('cancelled', 'The job was put aside.')

const interruption: CodedError = { code: 'process-died', message: 'The program was closed while this job was under way.' }

/** Seconds between writes of progress to the table. */
const progressInterval_s = 1

export class JobQueue {
  readonly #table: JobTable
  readonly #work: Record<JobKind, JobWork>
  readonly #events: Events
  readonly #open = new Map<number, OpenJob>()
  /** Of all jobs that were started in this process, for whoever asks late. */
  readonly #results = new Map<number, Promise<unknown>>()
  /** Ends that the workspace could not take (disk full); the next process finds these jobs interrupted. */
  readonly #unwritten = new Map<number, Pick<Job, 'state' | 'error'>>()
  /** The last job of each lane. */
  readonly #last = new Map<JobLane, Promise<void>>()
  #closing = false

  constructor(table: JobTable, work: Record<JobKind, JobWork>, events = new Events()) {
    this.#table = table
    this.#work = work
    this.#events = events
  }

  /** Queues a job; its arguments were checked. */
  start(kind: JobKind, args: unknown): Job {
    const job = this.#table.add(kind, args)
    this.#enqueue(job)
    return job
  }

  /** Queues an interrupted, failed or cancelled job, or a training stopped before its end, again, to go on where it was. */
  resume(id: number): Job {
    const job = this.#known(id)
    const unfinished = job.state === 'done' && job.kind === 'train' && (this.#table.result(id) as { reason?: unknown } | undefined)?.reason !== 'finished'
    if (!isOver(job.state) || job.state === 'done' && !unfinished) throw new StructLocError('invalid-input', `Job ${id} is ${job.state}; only a job that was cut off can be resumed.`)
    if (!resumableKinds.includes(job.kind)) throw new StructLocError('unsupported', `Job ${id} (${job.kind}) keeps nothing to go on from; start it anew.`)
    this.#unwritten.delete(id)
    this.#table.requeue(id, { ...(job.args as object), resume: true })
    const again = this.#known(id)
    this.#enqueue(again)
    return again
  }

  /** Ends a job; what it has found so far is kept. Harmless when it is over. `pause`: it is to go on later. */
  cancel(id: number, { pause = false } = {}): void {
    this.#known(id)
    this.#open.get(id)?.stop.abort(pause ? goesOnLater : undefined)
  }

  /** The result of a job, once it has one. Rejects with the job's own error. */
  async wait(id: number): Promise<unknown> {
    const result = this.#results.get(id)
    if (result) return result
    const { state, error } = this.#known(id)
    if (state === 'done') return this.#table.result(id)
    throw error ? fromCodedError(error) : new StructLocError('not-found', `Job ${id} has no result: it is ${state}.`)
  }

  list(): Job[] {
    return this.#table.list().map((job) => this.#asItIs(job))
  }

  /** Listens; the result ends that. */
  on(listener: EngineListener): () => void {
    return this.#events.on(listener)
  }

  /** Stops what is open and waits for its end. Nobody has cancelled these jobs: they are interrupted. */
  async close(): Promise<void> {
    this.#closing = true
    for (const { stop } of this.#open.values()) stop.abort(goesOnLater)
    await Promise.all(this.#last.values())
  }

  #known(id: number): Job {
    const job = this.#table.get(id)
    if (!job) throw new StructLocError('not-found', `There is no job ${id}.`)
    return this.#asItIs(job)
  }

  #asItIs(job: Job): Job {
    const end = this.#unwritten.get(job.id)
    return end ? { ...job, state: end.state, error: end.error } : job
  }

  /** Writes a job's end. A workspace that does not take it must not keep the job open in this process. */
  #end(id: number, state: JobState, error?: CodedError, result?: unknown): void {
    try {
      this.#table.end(id, state, error, result)
    } catch {
      this.#unwritten.set(id, { state, error })
    }
  }

  #enqueue(job: Job): void {
    const open: OpenJob = { stop: new AbortController(), finished: Promise.withResolvers() }
    // Whoever does not wait learns of a failure by the job's state.
    open.finished.promise.catch(() => undefined)
    this.#open.set(job.id, open)
    this.#results.set(job.id, open.finished.promise)
    this.#events.tell('state', job)
    const lane = laneOf[job.kind]
    this.#last.set(lane, (this.#last.get(lane) ?? Promise.resolve()).then(() => this.#run(job, open)))
  }

  async #run({ id, kind, args }: Job, { stop, finished }: OpenJob): Promise<void> {
    let written = -Infinity
    let latest: Progress | undefined
    const context: JobContext = {
      signal: stop.signal,
      report: (progress) => {
        latest = progress
        const time = performance.now() / 1000
        if (time - written > progressInterval_s) {
          written = time
          this.#keepProgress(id, progress)
        }
        this.#events.tell('progress', { ...progress, jobId: id })
      },
      notice: (message) => this.#events.tell('notice', { jobId: id, message }),
      id,
      tell: (event, value) => this.#events.tell(event, { ...value, jobId: id } as never),
    }
    try {
      if (stop.signal.aborted) throw new StructLocError('cancelled', `Job ${id} was cancelled before it began.`)
      this.#table.start(id)
      this.#events.tell('state', this.#known(id))
      const result = await this.#work[kind](args, context)
      this.#end(id, 'done', undefined, result)
      finished.resolve(result)
    } catch (error) {
      const coded = toCodedError(error)
      if (this.#closing && coded.code === 'cancelled') this.#end(id, 'interrupted', interruption)
      else this.#end(id, coded.code === 'cancelled' ? 'cancelled' : 'failed', coded)
      finished.reject(error)
    } finally {
      if (latest) this.#keepProgress(id, latest)
      this.#open.delete(id)
      this.#events.tell('state', this.#known(id))
    }
  }

  /** Progress that cannot be written is no reason to end the work. */
  #keepProgress(id: number, progress: Progress): void {
    try {
      this.#table.setProgress(id, progress)
    } catch {
      // Said where it matters: when rows or the end cannot be written.
    }
  }
}
