// Starts inference processes for the engine and hands each side an end of a port between them.
import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import { giveWay } from '../../engine/give-way.ts'
import { howItEnded, lastWords } from './last-words.ts'
import type { ToEngine } from './messages.ts'

export interface InferenceBroker {
  start(id: number): void
  kill(id: number): void
  /** The engine is gone: so are they. */
  killAll(): void
}

/** @param file of the inference process @param toEngine says something to the engine, with a port */
export function inferenceBroker(file: string, toEngine: (message: ToEngine, port?: MessagePortMain) => void): InferenceBroker {
  const children = new Map<number, UtilityProcess>()
  return {
    start(id) {
      const child = utilityProcess.fork(file, [], { serviceName: 'StructLoc inference', stdio: ['ignore', 'ignore', 'pipe'] })
      children.set(id, child)
      const words = lastWords(child.stderr as never)
      child.on('spawn', () => {
        giveWay(child.pid)
        const { port1, port2 } = new MessageChannelMain()
        child.postMessage('engine', [port1])
        toEngine({ type: 'inference', id, pid: child.pid }, port2)
      })
      child.on('exit', (code) => {
        children.delete(id)
        toEngine({ type: 'inference-ended', id, reason: howItEnded(code), stderr: words() })
      })
    },
    kill: (id) => { children.get(id)?.kill() },
    killAll() {
      for (const child of children.values()) child.kill()
    },
  }
}
