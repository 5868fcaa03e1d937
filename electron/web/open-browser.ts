// Opens an address in the person's browser.
import { spawn } from 'node:child_process'

/** The program that opens an address on a platform. */
export function browserCommand(url: string, platform: NodeJS.Platform): { program: string; args: string[] } {
  switch (platform) {
    case 'darwin': return { program: 'open', args: [url] }
    // Not through cmd's `start`: it would read an & in the address.
    case 'win32': return { program: 'rundll32', args: ['url.dll,FileProtocolHandler', url] }
    default: return { program: 'xdg-open', args: [url] }
  }
}

/** `failed` is called where there is no such program, or it finds no browser. */
export function openBrowser(url: string, failed: () => void): void {
  const { program, args } = browserCommand(url, process.platform)
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.on('error', failed)
  child.on('exit', (code) => { if (code) failed() })
  child.unref()
}
