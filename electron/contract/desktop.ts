// Between the desktop window's page and the main process: what the preload hands to the page as `window.structloc`, and the names
// of the messages behind it. The engine's calls do not go this way: they have a port of their own.

export interface FileFilter {
  name: string
  /** Without the dot. */
  extensions: readonly string[]
}

export interface OpenQuestion {
  title: string
  filters?: readonly FileFilter[]
  multiple?: boolean
  /** Choose folders, not files. */
  folders?: boolean
}

export interface SaveQuestion {
  title: string
  /** A whole path, or a name. */
  suggested: string
  filters?: readonly FileFilter[]
}

/** What quitting would cut off or lose, in words. */
export interface OpenWork {
  /** Jobs under way and waiting. */
  running: readonly string[]
  /** All of them go on at the next start. */
  resumable: boolean
  /** What is in the window only. */
  unsaved: readonly string[]
}

/** What the page asks of the main process, by message name, and what it sends with it. */
export interface PageMessages {
  /** Answered by the paths that were chosen; none when the dialog was left. */
  'files:open': OpenQuestion
  /** Answered by a path, or nothing. */
  'files:save': SaveQuestion
  /** Opens a file's folder in the system's file manager. */
  'files:show': string
  /** The page listens: files that wait to be opened may come. */
  'files:ready': undefined
  'engine:connect': undefined
  'engine:restart': undefined
  /** Share done of the running work; null where nothing runs. */
  'window:progress': number | null
  /** What would be cut off or lost by quitting; null: nothing. */
  'window:busy': OpenWork | null
  /** For title bar, menus and dialogs. */
  'window:theme': 'dark' | 'light' | 'system'
  /** Paths for the menu of recent files. */
  'window:recent': readonly string[]
}
export type PageMessage = keyof PageMessages

/** What the main process tells the page. `engine:port` carries the port. */
export interface MainMessages {
  'engine:port': undefined
  'engine:lost': string
  'menu:command': string
  'files:opened': string[]
}

/** `window.structloc`. The engine's port comes as a window message `engine:port`. */
export interface DesktopBridge {
  openFiles(question: OpenQuestion): Promise<string[]>
  saveFile(question: SaveQuestion): Promise<string | undefined>
  showInFolder(path: string): void
  /** Where a dropped file lies; '' for one that is in no file. */
  pathOf(file: unknown): string
  connectEngine(): void
  restartEngine(): void
  setProgress(share: number | null): void
  setBusy(work: OpenWork | null): void
  setTheme(theme: 'dark' | 'light' | 'system'): void
  setRecent(paths: readonly string[]): void
  onEngineLost(listener: (message: string) => void): void
  onCommand(listener: (command: string) => void): void
  onFiles(listener: (paths: string[]) => void): void
}

/** The window message that carries the engine's port to the page. */
export const portMessage = 'engine:port'
