// The built window for the web host.
import { join, resolve } from 'node:path'
import { builtFolder, runTool } from './built-folder.ts'

const root = join(import.meta.dirname, '..')

/** Everything that goes into the window. */
export const windowSources = ['renderer/**/*', 'core/**/*.ts', 'electron/contract/**/*.ts', 'package-lock.json', 'tsconfig.json']

/** The folder of the built window; `STRUCTLOC_PAGES` names another than out/renderer. Builds it where it is missing or old. */
export function builtPages(folder = resolve(process.env.STRUCTLOC_PAGES || join(root, 'out/renderer'))): Promise<string> {
  return builtFolder({
    folder, sources: windowSources, title: 'the window',
    build: (fresh) => runTool('vite/bin/vite.js', ['build', '-c', join(root, 'renderer/vite.config.ts'), '--logLevel', 'warn'], { STRUCTLOC_PAGES: fresh }),
  })
}
