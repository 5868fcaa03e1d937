// A worker thread that answers requests in the order in which they were asked.
import { Worker } from 'node:worker_threads'

export interface QueuedWorker<Request, Answer> {
  ask(request: Request): Promise<Answer>
  stop(): Promise<unknown>
}

/** Starts `file` with `data`. When it throws or ends, all open and later questions are refused with its error. */
export function startWorker<Request, Answer>(file: URL, data: unknown): QueuedWorker<Request, Answer> {
  const worker = new Worker(file, { workerData: data })
  const open: PromiseWithResolvers<Answer>[] = []
  let failure: unknown
  const fail = (error: unknown): void => {
    failure ??= error
    for (const question of open.splice(0)) question.reject(failure)
  }
  worker.on('message', (answer: Answer) => open.shift()?.resolve(answer))
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the simulation worker ended')))
  return {
    ask(request) {
      const question = Promise.withResolvers<Answer>()
      if (failure !== undefined) question.reject(failure)
      else {
        open.push(question)
        worker.postMessage(request)
      }
      return question.promise
    },
    stop: () => worker.terminate(),
  }
}
