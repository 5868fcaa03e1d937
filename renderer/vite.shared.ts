// How the window is built: the same for the web host and for Electron.
import vue from '@vitejs/plugin-vue'
import type { UserConfig } from 'vite'
import vuetify from 'vite-plugin-vuetify'

export const rendererConfig: UserConfig = {
  root: import.meta.dirname,
  base: './',
  plugins: [vue(), vuetify({ autoImport: true })],
  worker: { format: 'es' },
  build: {
    target: 'chrome120',
    // No inlined scripts or styles: the content security policy allows none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
  },
}
