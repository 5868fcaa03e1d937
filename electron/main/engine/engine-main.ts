// Entry of the engine's process: one engine, a port for each window that connects, inference processes started by the main process
// (a process of Electron's cannot start another of its kind, and the packaged program cannot run as plain Node).
import type { MessageEvent, MessagePortMain } from 'electron'
import { serveDoor } from '../../contract/connection.ts'
import { toCodedError } from '../../contract/errors.ts'
import { applicationWorkspace } from '../../engine/data-folder.ts'
import { openDoor } from '../../engine/door.ts'
import { createEngine } from '../../engine/engine.ts'
import { brokeredInference } from './brokered-inference.ts'
import type { FromEngine, ToEngine } from './messages.ts'

const parent = process.parentPort
const tell = (message: FromEngine): void => parent.postMessage(message)

function start(): void {
  const inference = brokeredInference(tell)
  const engine = createEngine({ workspace: applicationWorkspace(), startInference: inference.start, givesWay: true })
  const door = openDoor(engine)

  async function close(): Promise<void> {
    try {
      await door.close()
      await engine.close()
    } finally {
      process.exit(0)
    }
  }

  parent.on('message', ({ data, ports: [port] }: MessageEvent) => {
    const message = data as ToEngine
    switch (message.type) {
      case 'window': return serveWindow(port)
      case 'inference': return inference.started(message.id, message.pid, port)
      case 'inference-ended': return inference.ended(message.id, message.reason, message.stderr)
      case 'close': return void close()
    }
  })

  function serveWindow(port: MessagePortMain): void {
    const served = serveDoor(door, {
      post: (message) => port.postMessage(message),
      listen: (listener) => port.on('message', ({ data }) => listener(data)),
    })
    port.on('close', () => served.close())
    port.start()
  }
}

/** Says why before it ends: the message has to get through first. */
function fail(message: string): void {
  tell({ type: 'failed', message })
  setTimeout(() => process.exit(1), 200)
}

// A defect: it is told of in the window, jobs stay resumable.
const crash = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
  fail(`The engine stopped after an internal error: ${toCodedError(error).message}.`)
}
process.on('uncaughtException', crash)
process.on('unhandledRejection', crash)

try {
  start()
} catch (error) {
  fail(toCodedError(error).message)
}
