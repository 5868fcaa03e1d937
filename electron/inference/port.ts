// The process's end of the line to the engine: Node's child_process, or a port that Electron's main process hands over at the start.
import type { Request, Response } from './protocol.ts'

export interface EnginePort {
  post(message: Response): void
  onMessage(listener: (message: Request) => void): void
}

/** A message port as Electron's processes have it. */
interface MessagePort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: MessagePort[] }) => void): void
  on(event: 'close', listener: () => void): void
  start(): void
}

/** The port to the engine. The process ends when the engine is gone. */
export function enginePort(): EnginePort {
  const { parentPort } = process as unknown as { parentPort?: MessagePort }
  if (parentPort) return portFrom(parentPort)
  if (!process.send) throw new Error('the inference process is started by the engine, not by hand')
  process.on('disconnect', () => process.exit(0))
  return {
    // A failed send means that the engine is gone; 'disconnect' ends the process then.
    post: (message) => process.send!(message, undefined, undefined, () => {}),
    onMessage: (listener) => process.on('message', (message) => listener(message as Request)),
  }
}

/** The engine's port comes with the first message; what is said before it waits. */
function portFrom(parent: MessagePort): EnginePort {
  const whenThere = new Promise<MessagePort>((resolve) => {
    parent.on('message', ({ ports: [port] }) => { if (port) resolve(port) })
  })
  return {
    post: (message) => { void whenThere.then((port) => port.postMessage(message)) },
    onMessage(listener) {
      void whenThere.then((port) => {
        port.on('message', ({ data }) => listener(data as Request))
        port.on('close', () => process.exit(0))
        port.start()
      })
    },
  }
}
