// `electron-vite build`: the desktop program into out/desktop (main, engine, preload, renderer). The window is built as for the
// web host. Everything is bundled but the two packages with native parts. With STRUCTLOC_LEGACY_ELECTRON=1 the same sources are
// built for the old Electron that tests run in, into out/desktop-legacy (see tests/electron/legacy).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { isPlatform, knownImports } from './build/known-imports.ts'
import { nativePackages } from './build/native-packages.ts'
import { rendererConfig } from './renderer/vite.shared.ts'
import { legacyNode, legacyPage, legacyPreload } from './tests/electron/legacy/build-plugins.ts'

const root = import.meta.dirname
const legacy = process.env.STRUCTLOC_LEGACY_ELECTRON === '1'
const out = process.env.STRUCTLOC_DESKTOP || join(root, 'out', legacy ? 'desktop-legacy' : 'desktop')
// Electron 45 has Node 24 and Chromium 152; the test runtime is Electron 22.
const [node, chrome] = legacy ? ['node16.17', 'chrome108'] : ['node24', 'chrome140']
const source = (path: string): string => join(root, path)

/** Inputs of the main build; the names of all but 'index' are what electron/engine/entries.ts looks for. */
const processes = {
  index: source('electron/main/index.ts'),
  'engine-main': source('electron/main/engine/engine-main.ts'),
  inference: source('electron/inference/main.ts'),
  'movie-worker': source('electron/engine/simulation/movie-worker.ts'),
  'stream-worker': source('electron/engine/simulation/stream-worker.ts'),
  'preview-worker': source('electron/engine/simulation/preview-worker.ts'),
  'crowding-worker': source('electron/engine/training/crowding-worker.ts'),
  'calibration-worker': source('electron/engine/calibration/calibration-worker.ts'),
  'table-worker': source('electron/engine/tables/hdf5/table-worker.ts'),
}

/** The window's icon on linux and Windows lies in the build. */
const icon: Plugin = {
  name: 'icon',
  generateBundle() { this.emitFile({ type: 'asset', fileName: 'icon.png', source: readFileSync(source('build/icons/icon.png')) }) },
}

export default defineConfig({
  main: {
    // fflate's form for Node declares a 'require', as electron-vite does: twice in one bundle.
    resolve: { alias: [{ find: /^fflate$/, replacement: 'fflate/browser' }] },
    plugins: [icon, knownImports({ isThere: (name) => isPlatform(name) || nativePackages.includes(name), native: nativePackages }), ...(legacy ? [legacyNode()] : [])],
    build: {
      outDir: out, emptyOutDir: true, target: node, externalizeDeps: false,
      rolldownOptions: {
        input: legacy ? { ...processes, polyfills: source('tests/electron/legacy/polyfills.ts') } : processes,
        external: nativePackages,
        output: {
          format: legacy ? 'cjs' : 'es',
          // The engine's side is unpacked from the archive, so it has a folder of its own.
          entryFileNames: ({ name }) => (name === 'index' ? 'main/index.js' : `engine/${name}.js`),
          chunkFileNames: 'engine/chunks/[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    plugins: [knownImports({ isThere: (name) => name === 'electron' }), ...(legacy ? [legacyPreload()] : [])],
    build: {
      outDir: join(out, 'preload'), target: node, externalizeDeps: false,
      rolldownOptions: { input: source('electron/preload/index.ts'), output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    ...rendererConfig,
    root: source('renderer'),
    plugins: [...(legacy ? [legacyPage(root)] : []), ...(rendererConfig.plugins ?? [])],
    worker: { ...rendererConfig.worker, ...(legacy ? { plugins: () => [legacyPage(root)] } : {}) },
    build: { ...rendererConfig.build, target: chrome, outDir: join(out, 'renderer'), emptyOutDir: true, rolldownOptions: { input: source('renderer/index.html') } },
  },
})
