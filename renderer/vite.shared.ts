// How the window is built: the same for the web host and for Electron.
import vue from '@vitejs/plugin-vue'
import type { Plugin, UserConfig } from 'vite'
import vuetify from 'vite-plugin-vuetify'

/** All of the window's program is fetched with the page, though its parts run one after another. */
const fetchedAtOnce: Plugin = {
  name: 'structloc-fetched-at-once',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) => {
      const start = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.name === 'start')
      if (start?.type !== 'chunk') throw new Error('The window has no chunk named start (renderer/main.ts)')
      const before = (file: string): boolean => (bundle[file] as { isEntry?: boolean }).isEntry !== true
      return [start.fileName, ...start.imports.filter(before)].map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` }, injectTo: 'head' as const }))
    },
  },
}

export const rendererConfig: UserConfig = {
  root: import.meta.dirname,
  base: './',
  plugins: [vue(), vuetify({ autoImport: true }), fetchedAtOnce],
  worker: { format: 'es' },
  build: {
    target: 'chrome120',
    // No inlined scripts or styles: the content security policy allows none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
  },
}
