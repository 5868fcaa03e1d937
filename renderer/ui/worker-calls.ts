// Functions that run in a worker, called from the window: the wiring of both ends.
import { createBirpc, type BirpcReturn } from 'birpc'
import { buffersIn } from './buffers-in.ts'

/** Functions that a worker serves, as promises of what they give. They reject with what the functions throw; none is too slow. */
export function callsOf<F extends object>(worker: Worker): BirpcReturn<F> {
  return createBirpc<F>({}, { post: (message) => worker.postMessage(message), on: (listener) => worker.addEventListener('message', ({ data }) => listener(data)), timeout: -1 })
}

/**
 * In the worker: serves functions to the window. Arrays in what they give are handed over, not copied (the window would make the copy): functions
 * keep none of them.
 */
export function serveCalls(functions: object): void {
  createBirpc(functions, { post: (message) => self.postMessage(message, { transfer: buffersIn(message) }), on: (listener) => self.addEventListener('message', ({ data }) => listener(data)) })
}
