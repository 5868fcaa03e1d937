// The host this window runs in.
import type { Host } from './host.ts'
import { webHost } from './web.ts'

export type { FileFilter, Host, OpenOptions, SaveOptions } from './host.ts'

let current: Host | undefined

/** One host a window. */
export function host(): Host {
  current ??= webHost()
  return current
}
