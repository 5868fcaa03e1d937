// The call 'simulatePreview': made in a worker thread that remembers the structure it prepared last, so that the engine goes on
// answering and a moved slider is answered at once.
import { StructLocError } from '../../../core/errors.ts'
import type { TrainingPreview } from '../../../core/training/preview.ts'
import type { Answer, CheckedArgs } from '../../contract/api.ts'
import { fromCodedError } from '../../contract/errors.ts'
import { entry } from '../entries.ts'
import { startWorker, type QueuedWorker } from '../simulation/worker-queue.ts'

type Args = CheckedArgs<'simulatePreview'>

/** Without use for so long the thread ends. */
const idle_ms = 60_000

export class TrainingPreviews {
  #worker: QueuedWorker<Args, Answer<TrainingPreview>> | undefined
  #last: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  /** Errors: those of the simulator; 'cancelled' by the signal, at once where it has not begun. */
  async get(args: Args, signal: AbortSignal): Promise<TrainingPreview> {
    const mine = this.#last.catch(() => undefined).then(() => this.#ask(args, signal))
    this.#last = mine
    return mine
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    const worker = this.#worker
    this.#worker = undefined
    await worker?.stop()
  }

  async #ask(args: Args, signal: AbortSignal): Promise<TrainingPreview> {
    if (signal.aborted) throw new StructLocError('cancelled', 'The preview was cancelled.')
    clearTimeout(this.#timer)
    this.#worker ??= startWorker(entry('preview-worker'), undefined)
    try {
      const answer = await this.#worker.ask(args)
      if (!answer.ok) throw fromCodedError(answer.error)
      return answer.value
    } catch (error) {
      if (!(error instanceof StructLocError)) this.#worker = undefined
      throw error
    } finally {
      this.#timer = setTimeout(() => { void this.close() }, idle_ms).unref()
    }
  }
}
