// Large panels are built piece by piece, in tasks that end when they have lasted a while, so that the window answers in between.
import { nextTick } from 'vue'

/** After this long a task ends with the piece that it is at, ms. */
const enough_ms = 8

const waiting = new Set<() => void>()
let going = false

/** Runs something in another task than this one, after those that wait already. Gives what takes it back. */
export function later(run: () => void): () => void {
  waiting.add(run)
  if (!going) {
    going = true
    setTimeout(next)
  }
  return () => { waiting.delete(run) }
}

/** Over when another task has begun. */
export const aMomentLater = (): Promise<void> => new Promise((resolve) => { later(resolve) })

async function next(): Promise<void> {
  const start = performance.now()
  try {
    for (const run of waiting) {
      waiting.delete(run)
      run()
      // What has become of it is in the page then.
      await nextTick()
      if (performance.now() - start > enough_ms) break
    }
  } finally {
    going = waiting.size > 0
    if (going) setTimeout(next)
  }
}
