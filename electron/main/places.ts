// Where the parts of the built program lie, seen from this file's own place in the build (out/desktop/main).
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Places {
  preload: string
  /** Folder of the built window. */
  pages: string
  engine: string
  inference: string
  icon: string | undefined
}

/** @param module file of the built main process */
export function placesFrom(module: string): Places {
  const build = dirname(dirname(fileURLToPath(module)))
  // Processes and worker threads are not started from inside an archive.
  const unpacked = build.replace(/\bapp\.asar(?=[\\/]|$)/, 'app.asar.unpacked')
  const icon = join(build, 'icon.png')
  return {
    preload: join(build, 'preload', 'index.cjs'), pages: join(build, 'renderer'),
    engine: join(unpacked, 'engine', 'engine-main.js'), inference: join(unpacked, 'engine', 'inference.js'),
    icon: existsSync(icon) ? icon : undefined,
  }
}
