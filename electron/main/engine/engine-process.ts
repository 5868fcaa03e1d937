// The engine in a process of its own: started, connected with the window by a port, started again when a person asks for that.
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron'
import { inferenceBroker } from './inference-broker.ts'
import { howItEnded, lastWords } from './last-words.ts'
import { whyItStopped } from './why-it-stopped.ts'
import type { FromEngine, ToEngine } from './messages.ts'

export interface EngineFiles {
  engine: string
  inference: string
}

export interface EngineProcess {
  /** Gives the page a port to the engine, or says why there is none. */
  connect(page: WebContents): void
  /** Starts it again where it has ended. */
  restart(): void
  /** Lets it finish what must be finished. */
  close(): Promise<void>
}

/** Longest wait for jobs to let go at the end. */
const patience_ms = 20_000

/** @param onLost told when the engine ends unasked, with what happened */
export function startEngine(files: EngineFiles, onLost: (why: string) => void): EngineProcess {
  let child: UtilityProcess | undefined
  let lost = ''
  let closing = false

  function start(): void {
    const fresh = utilityProcess.fork(files.engine, [], { serviceName: 'StructLoc engine', stdio: ['ignore', 'inherit', 'pipe'] })
    const words = lastWords(fresh.stderr as never)
    const inference = inferenceBroker(files.inference, (message, port) => {
      if (child === fresh) fresh.postMessage(message, port ? [port] : [])
    })
    let failure: string | undefined
    child = fresh
    lost = ''
    fresh.on('message', (message: FromEngine) => {
      switch (message.type) {
        case 'failed': failure = message.message; return
        case 'start-inference': return inference.start(message.id)
        case 'kill-inference': return inference.kill(message.id)
      }
    })
    fresh.on('exit', (code) => {
      inference.killAll()
      if (child === fresh) child = undefined
      if (closing) return
      lost = whyItStopped(howItEnded(code), failure, words())
      onLost(lost)
    })
  }
  start()

  return {
    connect(page) {
      if (!child) return page.send('engine:lost', lost)
      const { port1, port2 } = new MessageChannelMain()
      child.postMessage({ type: 'window' } satisfies ToEngine, [port1])
      page.postMessage('engine:port', undefined, [port2])
    },
    restart() {
      if (!child && !closing) start()
    },
    async close() {
      closing = true
      const ending = child
      if (!ending) return
      const ended = new Promise<void>((resolve) => { ending.on('exit', () => resolve()) })
      ending.postMessage({ type: 'close' } satisfies ToEngine)
      const timer = setTimeout(() => ending.kill(), patience_ms)
      await ended
      clearTimeout(timer)
    },
  }
}
