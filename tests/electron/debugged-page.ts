// The page of a packaged program, by Chromium's debugging port: its fuses leave no other way in.
import { spawn, type ChildProcess } from 'node:child_process'
import { WebSocket } from 'ws'

export interface DebuggedPage {
  child: ChildProcess
  stderr(): string
  /** Runs a function of the page with plain data; waits for its promise. */
  evaluate(work: (value: never) => unknown, value?: unknown): Promise<unknown>
  end(): Promise<number | null>
}

interface Reply {
  id?: number
  result?: { result: { value?: unknown }; exceptionDetails?: { text: string; exception?: { description?: string } } }
}

export async function debugPage(program: string, args: readonly string[], environment: Record<string, string>): Promise<DebuggedPage> {
  const child = spawn(program, ['--remote-debugging-port=0', ...args], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  const exited = new Promise<number | null>((resolve) => { child.on('exit', resolve) })
  const port = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      const address = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(stderr)
      if (address) resolve(address[1])
    })
    void exited.then((code) => reject(new Error(`The program ended with exit code ${code}:\n${stderr}`)))
  })
  const socket = new WebSocket(await pageAddress(port))
  await new Promise((resolve, reject) => { socket.on('open', resolve).on('error', reject) })
  let last = 0
  return {
    child, stderr: () => stderr,
    async evaluate(work, value) {
      const id = ++last
      const reply = new Promise<Reply>((resolve) => {
        const listener = (data: { toString(): string }): void => {
          const message = JSON.parse(data.toString()) as Reply
          if (message.id !== id) return
          socket.off('message', listener)
          resolve(message)
        }
        socket.on('message', listener)
      })
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression: `(${work})(${JSON.stringify(value) ?? ''})`, awaitPromise: true, returnByValue: true } }))
      const { result } = await reply
      if (result?.exceptionDetails) throw new Error(result.exceptionDetails.exception?.description ?? result.exceptionDetails.text)
      return result?.result.value
    },
    end() {
      socket.close()
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      return exited
    },
  }
}

/** The window's page comes a moment after the port. */
async function pageAddress(port: string): Promise<string> {
  for (;;) {
    const pages = await (await fetch(`http://127.0.0.1:${port}/json`)).json() as { type: string; url: string; webSocketDebuggerUrl: string }[]
    const page = pages.find(({ type, url }) => type === 'page' && url.startsWith('app://'))
    if (page) return page.webSocketDebuggerUrl
    await new Promise((resolve) => { setTimeout(resolve, 100) })
  }
}
