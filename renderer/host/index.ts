// The host this window runs in.
import { desktopHost } from './desktop.ts'
import type { Host } from './host.ts'
import { webHost } from './web.ts'

export type { FileFilter, Host } from './host.ts'

let current: Host | undefined

/** One host a window. */
export function host(): Host {
  current ??= window.structloc ? desktopHost(window.structloc) : webHost()
  return current
}
