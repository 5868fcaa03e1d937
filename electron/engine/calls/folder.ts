// The call 'folder': what a file browser shows. Only names, kinds, sizes and dates.
import { readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { FolderEntry, FolderListing } from '../../contract/api.ts'

/** @param path absent: the places to start from. Errors: 'not-found', 'unreadable'. */
export async function folder(path: string | undefined, roots: readonly string[]): Promise<FolderListing> {
  if (path === undefined) {
    const entries = await Promise.all(roots.map((root) => entryOf(root, root)))
    return { path: undefined, parent: undefined, entries: entries.filter((entry) => entry !== undefined) }
  }
  const full = resolve(path)
  let names: string[]
  try {
    names = await readdir(full)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new StructLocError('not-found', `The folder ${full} does not exist.`, { cause })
    throw new StructLocError('unreadable', `The folder ${full} cannot be read: ${message}`, { cause })
  }
  const entries = await Promise.all(names.filter((name) => !name.startsWith('.')).map((name) => entryOf(join(full, name), name)))
  const sorted = entries.filter((entry) => entry !== undefined)
    .toSorted((a, b) => (a.kind === b.kind ? a.name.localeCompare(b.name, undefined, { numeric: true }) : a.kind === 'folder' ? -1 : 1))
  // A root may be named by a link.
  const tops = await Promise.all(roots.map((root) => realpath(root).catch(() => root)))
  return { path: full, parent: [...roots, ...tops].includes(full) || dirname(full) === full ? undefined : dirname(full), entries: sorted }
}

async function entryOf(path: string, name: string): Promise<FolderEntry | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found || !(found.isDirectory() || found.isFile())) return undefined
  return { name, path, kind: found.isDirectory() ? 'folder' : 'file', bytes: found.size, modified: found.mtimeMs / 1000 }
}
