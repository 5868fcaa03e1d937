// What the build for the old test runtime (Electron 22: Node 16, Chromium 108) adds: polyfills before everything else. Nothing of
// this enters the program's own code.
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Every process and worker thread loads the polyfills before its first module. */
export function legacyNode(): Plugin {
  return {
    name: 'legacy-node',
    outputOptions: (options) => ({
      ...options,
      banner: ({ isEntry, name }) => (isEntry && name !== 'polyfills' ? `require(${JSON.stringify(name === 'index' ? '../engine/polyfills.js' : './polyfills.js')});` : ''),
    }),
  }
}

/** `webUtils` came later. */
export function legacyPreload(): Plugin {
  return { name: 'legacy-preload', outputOptions: (options) => ({ ...options, banner: "{ const e = require('electron'); e.webUtils ??= { getPathForFile: (file) => file.path ?? '' } }" }) }
}

/** The page and its workers load the polyfills first. @param root of the project */
export function legacyPage(root: string): Plugin {
  const language = JSON.stringify(join(root, 'tests/electron/legacy/language.ts'))
  return {
    name: 'legacy-page',
    enforce: 'pre',
    transform: (code, id) => (/[\\/]renderer[\\/](?:main|(?:.*[\\/])?[\w-]*worker)\.ts(?:\?.*)?$/.test(id) ? { code: `import ${language};\n${code}`, map: null } : undefined),
  }
}
