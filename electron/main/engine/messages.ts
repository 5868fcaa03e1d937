// What main process and engine process say to each other. Calls of the window do not go this way.

/** From main to the engine. 'window' and 'inference' carry a port. */
export type ToEngine =
  | { type: 'window' }
  | { type: 'inference'; id: number; pid: number | undefined }
  | { type: 'inference-ended'; id: number; reason: string; stderr: string }
  | { type: 'close' }

/** From the engine to main. */
export type FromEngine =
  | { type: 'failed'; message: string }
  | { type: 'start-inference'; id: number }
  | { type: 'kill-inference'; id: number }
