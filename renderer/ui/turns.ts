// Long work on the window's own thread, in turns with everything else that happens there.

/** How long work goes on at a time, ms: pictures come every 16. */
const turn_ms = 8

/** Over when another task has begun. */
export const anotherTask = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve) })

/** To be asked every millisecond or so: waits where the last turn was long ago. @throws what the signal says, once it is given */
export function turns(signal?: AbortSignal): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    if (performance.now() - last < turn_ms) return undefined
    return anotherTask().then(() => {
      signal?.throwIfAborted()
      last = performance.now()
    })
  }
}

/** Goes through slices of work in turns, from the next task on. @throws what the signal says, once it is given */
export async function inTurns<T>(slices: Generator<undefined, T>, signal?: AbortSignal): Promise<T> {
  await anotherTask()
  signal?.throwIfAborted()
  const turn = turns(signal)
  for (;;) {
    const { done, value } = slices.next()
    if (done) return value
    const waiting = turn()
    if (waiting) await waiting
  }
}
