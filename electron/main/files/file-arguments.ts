// Files named on the command line.
import { isAbsolute, resolve } from 'node:path'

/**
 * Whole paths, in their order.
 * @param args what stands after the program (and, unpackaged, after the application's folder)
 * @param folder in which they were named
 * @param isFile whether there is a file of that path: switches of Chromium and Electron are told apart by that, too
 */
export function fileArguments(args: readonly string[], folder: string, isFile: (path: string) => boolean): string[] {
  const end = args.indexOf('--')
  const named = end < 0 ? args.filter((arg) => !arg.startsWith('-')) : [...args.slice(0, end).filter((arg) => !arg.startsWith('-')), ...args.slice(end + 1)]
  return [...new Set(named.filter(Boolean).map((arg) => (isAbsolute(arg) ? arg : resolve(folder, arg))).filter(isFile))]
}
