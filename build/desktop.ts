// `npm run build:desktop`: the desktop program, built into out/desktop, checked, and built again only when a source has changed.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtFolder, runTool } from './built-folder.ts'
import { windowSources } from './pages.ts'

const root = join(import.meta.dirname, '..')

const sources = [...windowSources, 'electron/**/*.ts', 'electron/**/*.mjs', 'electron.vite.config.ts', 'build/{native-packages,known-imports}.ts', 'build/icons/icon.png']
const legacySources = [...sources, 'tests/electron/legacy/*.ts']

/** The built program's folder. @param legacy for the old Electron that tests run in. @throws where the build fails */
export function builtDesktop({ legacy = false } = {}): Promise<string> {
  return builtFolder({
    folder: join(root, 'out', legacy ? 'desktop-legacy' : 'desktop'), sources: legacy ? legacySources : sources,
    title: legacy ? 'the desktop program for the test runtime' : 'the desktop program',
    build: (fresh) => runTool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn'], { STRUCTLOC_DESKTOP: fresh, STRUCTLOC_LEGACY_ELECTRON: legacy ? '1' : '' }),
  })
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await builtDesktop()
}
