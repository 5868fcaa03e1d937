// A small window for tests of the web host itself.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export async function writePage(folder: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><meta name="csp-nonce" content="%CSP_NONCE%"><script type="module" src="./assets/main.js"></script>')
  await writeFile(join(folder, 'assets/main.js'), 'export {}\n')
  await writeFile(join(folder, '.hidden'), 'no')
}
