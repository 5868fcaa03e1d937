// Files that were dropped on the page: a browser gives their bytes, not their paths, so they are copied into a folder inside the
// first allowed one. They go to the disk as they come, under a name that says 'part' until they are whole.
import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, statfs } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { StructLocError } from '../../core/errors.ts'
import type { AllowPath } from '../engine/path-policy.ts'
import { numberedName, safeFileName } from '../security/upload-name.ts'

export const uploadFolderName = 'StructLoc uploads'

/** A sender that is silent this long is gone. */
const silence_ms = 120_000

export interface Upload {
  path: string
  bytes: number
}

/**
 * Takes one file.
 * @param root the first allowed folder
 * @throws StructLocError 'unwritable' (disk full, rights, outside), 'cancelled' (the sender left before the end)
 */
export async function receiveUpload(request: IncomingMessage, givenName: string, root: string, allow: AllowPath): Promise<Upload> {
  const name = safeFileName(givenName)
  const folder = await allow(join(root, uploadFolderName), 'write')
  const announced = Number(request.headers['content-length'] ?? 0)
  const part = join(folder, `.${randomBytes(8).toString('hex')}.part`)
  try {
    await mkdir(folder, { recursive: true })
    await checkSpace(folder, announced, name)
    request.setTimeout(silence_ms, () => request.destroy(new Error('the sender fell silent')))
    const file = await open(part, 'wx', 0o600)
    const writer = file.createWriteStream()
    await pipeline(request, writer)
    return { path: await keep(part, folder, name), bytes: writer.bytesWritten }
  } catch (error) {
    if (error instanceof StructLocError) throw error
    const { code, message, syscall } = error as NodeJS.ErrnoException
    // Not of the file system: of the sender.
    if (syscall === undefined) throw new StructLocError('cancelled', `The copy of ${name} broke off: ${message}`, { cause: error })
    throw new StructLocError('unwritable', `${name} cannot be written into ${folder}: ${code === 'ENOSPC' ? 'the disk is full' : message}`, { cause: error })
  } finally {
    await rm(part, { force: true }).catch(() => undefined)
  }
}

async function checkSpace(folder: string, bytes: number, name: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (bytes > free) throw new StructLocError('unwritable', `${name} has ${bytes} bytes, but only ${free} are free in ${folder}.`)
}

/** Gives the whole file the first name that is free. The name is taken by an empty file first: a rename alone would overwrite. */
async function keep(part: string, folder: string, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const path = join(folder, numberedName(name, n))
    try {
      await (await open(path, 'wx')).close()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' && n < 10_000) continue
      throw error
    }
    await rename(part, path)
    return path
  }
}
