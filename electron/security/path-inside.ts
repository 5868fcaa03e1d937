// Whether a path lies in a folder. Both are absolute and normal; links are somebody else's to resolve.
import { isAbsolute, relative, sep } from 'node:path'

/** True for the folder itself, too. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
}
