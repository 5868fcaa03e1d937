// Files that the page is to open: named at the start, by a second start, or by the system. They wait until the page listens.
import { existsSync } from 'node:fs'
import { app } from 'electron'
import { fileArguments } from './file-arguments.ts'

/** Movies are files, or folders of single pages. Unpackaged, one of the arguments is the application's own folder. */
const isThere = (path: string): boolean => existsSync(path) && path !== app.getAppPath()

/** Less the program. */
const own = (argv: readonly string[]): readonly string[] => argv.slice(1)

export interface OpenedFiles {
  add(paths: readonly string[]): void
  /** The page listens from now on. */
  deliverTo(send: (paths: string[]) => void): void
  /** The page is loaded again: it listens no more until it says so. */
  hold(): void
}

/** Before the application is ready: macOS tells of files early. @param onSecondStart the window should come to the front */
export function openedFiles(onSecondStart: () => void): OpenedFiles {
  const waiting: string[] = fileArguments(own(process.argv), process.cwd(), isThere)
  let deliver: ((paths: string[]) => void) | undefined
  const flush = (): void => { if (deliver && waiting.length > 0) deliver(waiting.splice(0)) }
  const files: OpenedFiles = {
    add(paths) {
      waiting.push(...paths)
      flush()
    },
    deliverTo(send) {
      deliver = send
      flush()
    },
    hold() { deliver = undefined },
  }
  app.on('second-instance', (_event, argv, folder) => {
    onSecondStart()
    files.add(fileArguments(own(argv), folder, isThere))
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    files.add([path])
  })
  return files
}
