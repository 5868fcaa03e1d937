// Starting the inference process and talking to it. Everything that differs between Node's child_process and Electron's
// utilityProcess is behind this interface; the supervisor knows only it.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Request, Response } from '../../inference/protocol.ts'
import { entry } from '../entries.ts'
import { giveWay, givingWay } from '../give-way.ts'

export interface InferenceProcess {
  readonly pid: number | undefined
  post(message: Request): void
  /** Lets the process end by itself after what it is doing. */
  end(): void
  /** Ends the process at once. */
  kill(): void
  /** The last lines it wrote to stderr. */
  stderrTail(): string
}

export interface ProcessListener {
  message(message: Response): void
  /** Called once. `reason` says how it ended: 'exit code 1', 'signal SIGKILL', 'could not be started: …'. */
  exit(reason: string): void
}

export type StartProcess = (listener: ProcessListener) => InferenceProcess

const tailLength = 4000

/** Starts the process with Node (or with Electron as Node). `file` is electron/inference/main.ts or its build. `givesWay`: what else wants a processor goes before it. */
export function nodeProcess({ file, givesWay = false }: { file?: string | URL; givesWay?: boolean } = {}): StartProcess {
  return (listener) => {
    const path = file ?? entry('inference')
    const child = fork(typeof path === 'string' ? path : fileURLToPath(path), {
      serialization: 'advanced',
      // The options of the parent (a test runner's loader, an inspector's port) are not for the child.
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      ...(givesWay ? givingWay : {}),
    })
    if (givesWay) giveWay(child.pid)
    let tail = ''
    let ended = false
    const end = (reason: string): void => {
      if (ended) return
      ended = true
      listener.exit(reason)
    }
    child.stderr?.setEncoding('utf8').on('data', (text: string) => { tail = (tail + text).slice(-tailLength) })
    child.on('message', (message) => { if (!ended) listener.message(message as Response) })
    child.on('error', (error) => end(`could not be started: ${error.message}`))
    child.on('exit', (code, signal) => {
      const how = signal ? `signal ${signal}` : `exit code ${code}`
      // Its last words may still be in the pipe. ('close' does not come after a disconnect.)
      if (!child.stderr || child.stderr.closed) return end(how)
      child.stderr.once('close', () => end(how))
      setTimeout(() => end(how), 500).unref()
    })
    return {
      get pid() { return child.pid },
      // The outcome of a send to a process that is dying is its exit.
      post: (message) => { if (child.connected) child.send(message, undefined, undefined, () => {}) },
      end: () => { if (child.connected) child.disconnect() },
      kill: () => { child.kill('SIGKILL') },
      stderrTail: () => tail.trim(),
    }
  }
}
