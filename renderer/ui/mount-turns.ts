// Large panels are built piece by piece, each in a task of its own, so that the window answers in between.
const waiting = new Set<() => void>()
let going = false

/** Runs something in a task of its own, after those that wait already. Gives what takes it back. */
export function inOwnTask(run: () => void): () => void {
  waiting.add(run)
  if (!going) {
    going = true
    setTimeout(next)
  }
  return () => { waiting.delete(run) }
}

/** Over when a task of its own has begun. */
export const ownTask = (): Promise<void> => new Promise((resolve) => { inOwnTask(resolve) })

function next(): void {
  const [run] = waiting
  going = run !== undefined
  if (!run) return
  waiting.delete(run)
  setTimeout(next)
  run()
}
