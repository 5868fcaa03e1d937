// Inference processes as the engine sees them when the main process starts them: each comes with a port of its own, so that frames
// and candidates do not pass through the main process.
import type { MessagePortMain } from 'electron'
import type { InferenceProcess, ProcessListener, StartProcess } from '../../engine/inference/transport.ts'
import type { Request, Response } from '../../inference/protocol.ts'
import type { FromEngine } from './messages.ts'

interface Life {
  listener: ProcessListener
  pid: number | undefined
  port: MessagePortMain | undefined
  /** Until the port is there. */
  waiting: Request[]
  stderr: string
  /** Asked to end before it had begun. */
  unwanted: boolean
}

export interface BrokeredInference {
  start: StartProcess
  /** The main process has started it. */
  started(id: number, pid: number | undefined, port: MessagePortMain): void
  ended(id: number, reason: string, stderr: string): void
}

export function brokeredInference(tell: (message: FromEngine) => void): BrokeredInference {
  const lives = new Map<number, Life>()
  let last = 0
  return {
    start(listener): InferenceProcess {
      const id = ++last
      const life: Life = { listener, pid: undefined, port: undefined, waiting: [], stderr: '', unwanted: false }
      lives.set(id, life)
      tell({ type: 'start-inference', id })
      return {
        get pid() { return life.pid },
        post(message) {
          if (life.port) life.port.postMessage(message)
          else life.waiting.push(message)
        },
        // The process ends by itself when its port closes.
        end() {
          life.unwanted = true
          life.port?.close()
        },
        kill: () => tell({ type: 'kill-inference', id }),
        stderrTail: () => life.stderr,
      }
    },
    started(id, pid, port) {
      const life = lives.get(id)
      if (!life || life.unwanted) return port.close()
      life.pid = pid
      life.port = port
      port.on('message', ({ data }) => { if (lives.has(id)) life.listener.message(data as Response) })
      port.start()
      for (const message of life.waiting.splice(0)) port.postMessage(message)
    },
    ended(id, reason, stderr) {
      const life = lives.get(id)
      if (!life) return
      lives.delete(id)
      life.stderr = stderr
      life.listener.exit(reason)
    },
  }
}
