// Paths as text, for a page that has no file system: those of the web host's machine, which may be another kind than this one.

/** '/' or '\\', as in a path of that machine. */
function separatorOf(path: string): string {
  return path.startsWith('/') || !path.includes('\\') ? '/' : '\\'
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\')
}

export function joinPath(folder: string, name: string): string {
  const separator = separatorOf(folder)
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}

/** '/a/b.tif' → { folder: '/a', name: 'b.tif' }; a bare name has no folder. */
export function splitPath(path: string): { folder: string | undefined; name: string } {
  const separator = separatorOf(path)
  const at = path.lastIndexOf(separator)
  if (at < 0) return { folder: undefined, name: path }
  return { folder: path.slice(0, at) || separator, name: path.slice(at + 1) }
}

/** Whether a file name ends as a filter asks. No filter, or '*', takes all. */
export function hasExtension(name: string, extensions: readonly string[] | undefined): boolean {
  return !extensions?.length || extensions.includes('*') || extensions.some((extension) => name.toLowerCase().endsWith(`.${extension.toLowerCase()}`))
}

/** A name to save under: with the filter's first extension where it has none of them. */
export function withExtension(name: string, extensions: readonly string[] | undefined): string {
  return hasExtension(name, extensions) ? name : `${name}.${extensions![0]}`
}

/** 1500 → "1.5 kB". */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`
}
