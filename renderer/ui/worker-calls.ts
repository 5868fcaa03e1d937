// Functions that run in a worker, called from the window: the wiring of both ends.
import { createBirpc, type BirpcReturn } from 'birpc'

/** Functions that a worker serves, as promises of what they give. They reject with what the functions throw; none is too slow. */
export function callsOf<F extends object>(worker: Worker): BirpcReturn<F> {
  return createBirpc<F>({}, { post: (message) => worker.postMessage(message), on: (listener) => worker.addEventListener('message', ({ data }) => listener(data)), timeout: -1 })
}

/** In the worker: serves functions to the window. */
export function serveCalls(functions: object): void {
  createBirpc(functions, { post: (message) => self.postMessage(message), on: (listener) => self.addEventListener('message', ({ data }) => listener(data)) })
}
