// Files named on the command line.
import { extname, isAbsolute, resolve } from 'node:path'

/**
 * Whole paths, in their order. A name with an ending is one also where there is no such file: the window then says so.
 * @param args what stands after the program
 * @param folder in which they were named
 * @param isThere whether a path can be opened: values of Chromium's and Electron's switches are told apart by that, too
 */
export function fileArguments(args: readonly string[], folder: string, isThere: (path: string) => boolean): string[] {
  const end = args.indexOf('--')
  const named = end < 0 ? args.filter((arg) => !arg.startsWith('-')) : [...args.slice(0, end).filter((arg) => !arg.startsWith('-')), ...args.slice(end + 1)]
  return [...new Set(named.filter(Boolean).map((arg) => (isAbsolute(arg) ? arg : resolve(folder, arg))).filter((path) => isThere(path) || /^\.[a-z]\w{1,6}$/i.test(extname(path))))]
}
