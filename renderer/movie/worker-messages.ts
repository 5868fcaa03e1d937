// Questions to a worker and its answers, with buffers handed over rather than copied.

interface Asked<Q> { id: number; question: Q }
type Answered<A> = { id: number; answer: A } | { id: number; error: string }

/** In the worker: answers every question. */
export function serveWorker<Q, A>(work: (question: Q) => { answer: A; transfer: ArrayBuffer[] }): void {
  self.addEventListener('message', ({ data }: MessageEvent<Asked<Q>>) => {
    try {
      const { answer, transfer } = work(data.question)
      self.postMessage({ id: data.id, answer }, { transfer })
    } catch (error) {
      self.postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error) })
    }
  })
}

/** In the window: asks; answers come in the order of the questions. */
export function askWorker<Q, A>(worker: Worker): (question: Q) => Promise<A> {
  const waiting = new Map<number, PromiseWithResolvers<A>>()
  let last = 0
  worker.addEventListener('message', ({ data }: MessageEvent<Answered<A>>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if ('error' in data) asked?.reject(new Error(data.error))
    else asked?.resolve(data.answer)
  })
  return (question) => {
    const asked = Promise.withResolvers<A>()
    waiting.set(++last, asked)
    worker.postMessage({ id: last, question })
    return asked.promise
  }
}
