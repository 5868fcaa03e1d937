// Writes a file whole or not at all: beside its place under another name, then renamed.
import { randomBytes } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import { writeRefusal } from '../write-refusal.ts'

/** @throws StructLocError 'unwritable' with the reason; nothing is left behind then */
export async function placeFile(path: string, parts: Iterable<string | Uint8Array>): Promise<void> {
  // A name of its own, since one that is made longer may be too long.
  const temporary = join(dirname(path), `.structloc-${randomBytes(4).toString('hex')}.part`)
  let handle: FileHandle | undefined
  try {
    handle = await open(temporary, 'wx')
    for (const part of parts) await handle.writeFile(part)
    // On the disk before it has its name: a loss of power leaves the old file or the new one.
    await handle.sync()
    await handle.close()
    handle = undefined
    await rename(temporary, path)
  } catch (cause) {
    await handle?.close().catch(() => undefined)
    await rm(temporary, { force: true }).catch(() => undefined)
    if (cause instanceof StructLocError) throw cause
    throw new StructLocError('unwritable', `${path} cannot be written: ${writeRefusal(cause)}.`, { cause })
  }
}
