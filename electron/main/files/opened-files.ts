// Files that the page is to open: named at the start, by a second start, or by the system. They wait until the page listens.
import { statSync } from 'node:fs'
import { app } from 'electron'
import { fileArguments } from './file-arguments.ts'

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

/** Unpackaged, the second argument is the application's folder. */
const own = (argv: readonly string[]): readonly string[] => argv.slice(app.isPackaged ? 1 : 2)

export interface OpenedFiles {
  add(paths: readonly string[]): void
  /** The page listens from now on. */
  deliverTo(send: (paths: string[]) => void): void
  /** The page is loaded again: it listens no more until it says so. */
  hold(): void
}

/** Before the application is ready: macOS tells of files early. @param onSecondStart the window should come to the front */
export function openedFiles(onSecondStart: () => void): OpenedFiles {
  const waiting: string[] = fileArguments(own(process.argv), process.cwd(), isFile)
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
    files.add(fileArguments(own(argv), folder, isFile))
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    files.add([path])
  })
  return files
}
