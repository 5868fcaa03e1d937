// A display for the windows of tests: the one there is, otherwise Xvfb's own.
import { spawn } from 'node:child_process'

export interface Display {
  /** What DISPLAY has to be; undefined where the system needs none. */
  name: string | undefined
  close(): void
}

export async function openDisplay(): Promise<Display> {
  if (process.platform !== 'linux' || process.env.DISPLAY) return { name: process.env.DISPLAY, close: () => undefined }
  // It chooses a free number and writes it into the given descriptor.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await new Promise<string>((resolve, reject) => {
    let text = ''
    server.stdio[3]!.on('data', (part: Buffer) => {
      text += part.toString()
      if (text.includes('\n')) resolve(text.trim())
    })
    server.on('error', reject)
    server.on('exit', (code) => reject(new Error(`Xvfb ended with exit code ${code}`)))
  })
  return { name: `:${number}`, close: () => { server.kill() } }
}
