// Jobs one after another, their state kept in the workspace. Progress goes to listeners; the table gets it now and then.
import { StructLocError } from '../../../core/errors.ts'
import { toCodedError } from '../../contract/errors.ts'
import { isOver, type Job, type JobKind, type Progress, type ProgressEvent } from '../../contract/jobs.ts'
import type { JobTable } from '../workspace/job-table.ts'

/** What the work of a job gets: a signal that ends it, and a way to tell how far it is. */
export interface JobContext {
  signal: AbortSignal
  report(progress: Progress): void
  /** Something a person should know: a warning, a fallback. */
  notice(message: string): void
}

export type JobWork = (args: unknown, context: JobContext) => Promise<unknown>

export interface JobEvents {
  progress(event: ProgressEvent): void
  notice(event: { jobId: number; message: string }): void
  state(job: Job): void
}

interface OpenJob {
  stop: AbortController
  finished: PromiseWithResolvers<unknown>
}

/** Seconds between writes of progress to the table. */
const progressInterval_s = 1

export class JobQueue {
  readonly #table: JobTable
  readonly #work: Record<JobKind, JobWork>
  readonly #listeners = new Set<Partial<JobEvents>>()
  readonly #open = new Map<number, OpenJob>()
  /** Of all jobs that were started in this process, for whoever asks late. */
  readonly #results = new Map<number, Promise<unknown>>()
  #last: Promise<void> = Promise.resolve()

  constructor(table: JobTable, work: Record<JobKind, JobWork>) {
    this.#table = table
    this.#work = work
  }

  /** Queues a job; its arguments were checked. */
  start(kind: JobKind, args: unknown): Job {
    const job = this.#table.add(kind, args)
    this.#enqueue(job)
    return job
  }

  /** Queues an interrupted, failed or cancelled job again, to go on where it was. */
  resume(id: number): Job {
    const job = this.#known(id)
    if (!isOver(job.state) || job.state === 'done') throw new StructLocError('invalid-input', `Job ${id} is ${job.state}; only a job that was cut off can be resumed.`)
    if (job.kind !== 'localize' && job.kind !== 'train') throw new StructLocError('unsupported', `Job ${id} (${job.kind}) keeps nothing to go on from; start it anew.`)
    this.#table.requeue(id, { ...(job.args as object), resume: true })
    const again = this.#known(id)
    this.#enqueue(again)
    return again
  }

  /** Ends a job; what it has found so far is kept. Harmless when it is over. */
  cancel(id: number): void {
    this.#known(id)
    this.#open.get(id)?.stop.abort()
  }

  /** The result of a job started in this process. Rejects with the job's own error. */
  wait(id: number): Promise<unknown> {
    const result = this.#results.get(id)
    if (result) return result
    throw new StructLocError('not-found', `Job ${id} does not run here.`)
  }

  list(): Job[] {
    return this.#table.list()
  }

  /** Listens; the result ends that. */
  on(listener: Partial<JobEvents>): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Cancels what is open and waits for its end. */
  async close(): Promise<void> {
    for (const { stop } of this.#open.values()) stop.abort()
    await this.#last
  }

  #known(id: number): Job {
    const job = this.#table.get(id)
    if (!job) throw new StructLocError('not-found', `There is no job ${id}.`)
    return job
  }

  #enqueue(job: Job): void {
    const open: OpenJob = { stop: new AbortController(), finished: Promise.withResolvers() }
    // Whoever does not wait learns of a failure by the job's state.
    open.finished.promise.catch(() => undefined)
    this.#open.set(job.id, open)
    this.#results.set(job.id, open.finished.promise)
    this.#tell('state', job)
    this.#last = this.#last.then(() => this.#run(job, open))
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
          this.#table.setProgress(id, progress)
        }
        this.#tell('progress', { ...progress, jobId: id })
      },
      notice: (message) => this.#tell('notice', { jobId: id, message }),
    }
    try {
      if (stop.signal.aborted) throw new StructLocError('cancelled', `Job ${id} was cancelled before it began.`)
      this.#table.start(id)
      this.#tell('state', this.#known(id))
      const result = await this.#work[kind](args, context)
      this.#table.end(id, 'done')
      finished.resolve(result)
    } catch (error) {
      const coded = toCodedError(error)
      this.#table.end(id, coded.code === 'cancelled' ? 'cancelled' : 'failed', coded)
      finished.reject(error)
    } finally {
      if (latest) this.#table.setProgress(id, latest)
      this.#open.delete(id)
      this.#tell('state', this.#known(id))
    }
  }

  #tell<E extends keyof JobEvents>(event: E, value: Parameters<JobEvents[E]>[0]): void {
    for (const listener of this.#listeners) (listener[event] as ((value: unknown) => void) | undefined)?.(value)
  }
}
