// A folder for the files of one test file, removed afterwards.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Returns a function from a file's name (and bytes to write there, if any) to its path in a fresh folder. */
export function temporaryFolder(): (name: string, bytes?: Uint8Array | string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'structloc-movies-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return (name, bytes) => {
    const path = join(folder, name)
    if (bytes !== undefined) writeFileSync(path, bytes)
    return path
  }
}
