// The process's end of the line to the engine: Node's child_process or Electron's utilityProcess, nothing else differs.
import type { Request, Response } from './protocol.ts'

export interface EnginePort {
  post(message: Response): void
  onMessage(listener: (message: Request) => void): void
}

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** The port to the process that started this one. The process ends when that one is gone. */
export function enginePort(): EnginePort {
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort
  if (parentPort) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data as Request)),
    }
  }
  if (!process.send) throw new Error('the inference process is started by the engine, not by hand')
  process.on('disconnect', () => process.exit(0))
  return {
    // A failed send means that the engine is gone; 'disconnect' ends the process then.
    post: (message) => process.send!(message, undefined, undefined, () => {}),
    onMessage: (listener) => process.on('message', (message) => listener(message as Request)),
  }
}
