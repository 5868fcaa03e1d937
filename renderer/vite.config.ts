// `vite build -c renderer/vite.config.ts`: the window for the web host, into out/renderer.
import { join } from 'node:path'
import { defineConfig } from 'vite'
import { rendererConfig } from './vite.shared.ts'

export default defineConfig({
  ...rendererConfig,
  build: { ...rendererConfig.build, outDir: process.env.STRUCTLOC_PAGES || join(import.meta.dirname, '../out/renderer'), emptyOutDir: true },
})
