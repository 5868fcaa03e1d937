// What the window needs from where it runs: Electron or a browser. The rest of the window never asks where it is.
import type { EngineClient } from '../../electron/contract/connection.ts'
import type { OpenWork } from '../../electron/contract/desktop.ts'

export interface FileFilter {
  name: string
  /** Without the dot. */
  extensions: readonly string[]
}

export interface OpenOptions {
  title: string
  filters?: readonly FileFilter[]
  multiple?: boolean
  /** Choose folders, not files. */
  folders?: boolean
}

export interface SaveOptions {
  title: string
  /** A whole path, or a name. */
  suggested: string
  filters?: readonly FileFilter[]
}

export interface ConnectionListener {
  /** The engine is there; after a loss it is a new client, and jobs may have ended. */
  connected(client: EngineClient): void
  /** What happened, and whether the host tries again by itself. */
  lost(message: string, retrying: boolean): void
}

export interface Host {
  readonly kind: 'desktop' | 'web'
  connect(listener: ConnectionListener): void
  /** After a loss: start the engine again. */
  restartEngine(): void
  /** Paths a person chose; none when the dialog was left. */
  openFiles(options: OpenOptions): Promise<string[]>
  saveFile(options: SaveOptions): Promise<string | undefined>
  /** Paths of files that were dropped on the window (a browser host takes copies). */
  droppedFiles(files: readonly File[]): Promise<string[]>
  /** Files given at the start or to a second start. */
  onOpenRequest(listener: (paths: string[], atStart?: boolean) => void): void
  /** A command of the application menu, by its id. */
  onCommand(listener: (command: string) => void): void
  /** Share done of the running work, on the task bar; undefined: nothing runs. */
  setProgress(share: number | undefined): void
  /** Asked about at quit: what would be cut off or lost. */
  setBusy(work: OpenWork | undefined): void
  /** For what the system draws around the window. */
  setTheme?(theme: 'dark' | 'light' | 'system'): void
  /** Files for the menu of recent ones, the last first. */
  setRecent?(paths: readonly string[]): void
  /** Opens the folder of a file in the system's file manager, where there is one. */
  showInFolder?(path: string): void
  /** Hands a file of the engine's machine to the browser. @throws StructLocError */
  download?(path: string): Promise<void>
}
