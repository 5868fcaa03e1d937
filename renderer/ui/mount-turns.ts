// Large panels are built piece by piece, in turns with everything else that happens in the window.
import { nextTick } from 'vue'
import { anotherTask, turns } from './turns.ts'

const waiting = new Set<() => void>()
let going = false

/** Runs something in another task than this one, after those that wait already. Gives what takes it back. */
export function later(run: () => void): () => void {
  waiting.add(run)
  if (!going) void goOn()
  return () => { waiting.delete(run) }
}

/** Over when those that wait already have had their turn. */
export const aMomentLater = (): Promise<void> => new Promise((resolve) => { later(resolve) })

async function goOn(): Promise<void> {
  going = true
  try {
    await anotherTask()
    const turn = turns()
    for (const run of waiting) {
      waiting.delete(run)
      run()
      // What has become of it is in the page then.
      await nextTick()
      await turn()
    }
  } finally {
    going = false
    if (waiting.size > 0) void goOn()
  }
}
