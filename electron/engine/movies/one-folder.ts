// The files of a set lie in one folder. A link out of it is not followed: who may read a folder has not said that of other places.
import { lstat, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'

/** Throws 'unsupported' if the file is a link to another folder; a file that is not there passes. */
export async function assertInItsFolder(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (!found?.isSymbolicLink()) return
  const target = await realpath(path).catch(() => undefined)
  if (target !== undefined && dirname(target) !== await realpath(dirname(path))) {
    throw new StructLocError('unsupported', `${path}, a part of the movie, is a link to another folder (${dirname(target)}); the files of a movie lie in one folder.`)
  }
}
