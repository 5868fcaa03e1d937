// The folders that the web host was started for. A window names paths; each is followed through its links to where it really is,
// and that place must lie inside. Engine calls get the real path, so what was checked is what is opened.
import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { StructLocError } from '../../core/errors.ts'
import type { AllowPath } from '../engine/path-policy.ts'
import { isInside } from '../security/path-inside.ts'

export interface AllowedFolders {
  /** Results may be written here, too. Absolute; they need not exist yet. */
  roots: readonly string[]
  /** The program's own, not shown in the file browser: models. */
  readable?: readonly string[]
  /** The same, where results may lie, too: the sample. */
  writable?: readonly string[]
}

/** What it gives throws StructLocError 'unreadable' or 'unwritable' where a path is not allowed. */
export function allowedFolders({ roots, readable = [], writable = [] }: AllowedFolders): AllowPath {
  return async (path, use) => {
    const asGiven = use === 'read' ? [...roots, ...writable, ...readable] : [...roots, ...writable]
    const real = await Promise.all(asGiven.map((folder) => realpath(folder).catch(() => folder)))
    const refuse = (): never => {
      throw new StructLocError(use === 'read' ? 'unreadable' : 'unwritable',
        `${shown(path)} is outside the folders that StructLoc was started for (${roots.join(', ')}); start it with --root for another folder.`)
    }
    // Before the disk is asked: what lies outside by its name stays unknown.
    const named = resolve(path)
    if (!isAbsolute(path) || path.includes('\0') || ![...asGiven, ...real].some((folder) => isInside(named, folder))) return refuse()
    const place = await whereItIs(named)
    return place !== undefined && real.some((folder) => isInside(place, folder)) ? place : refuse()
  }
}

/** The path with all links followed; a part that does not exist yet stays as it is. Undefined for a link into nothing or a circle. */
async function whereItIs(path: string): Promise<string | undefined> {
  try {
    return await realpath(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return undefined
    const there = await lstat(path).catch(() => undefined)
    // Made by somebody in this moment, or a link into nothing.
    if (there) return there.isSymbolicLink() ? undefined : realpath(path).catch(() => undefined)
    const parent = dirname(path) === path ? undefined : await whereItIs(dirname(path))
    return parent === undefined ? undefined : join(parent, basename(path))
  }
}

const shown = (path: string): string => (path.length > 300 ? `${path.slice(0, 300)} …` : path).replaceAll('\0', '\\0')
