// The window's start.
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createTheme } from './shell/theme.ts'
import { graphicsDriver } from './graphics/index.ts'
import { host } from './host/index.ts'
import { useMovies } from './movie/index.ts'
import { useRun } from './run/index.ts'
import './shell/style.css'
import { useTableImport } from './table/index.ts'
import { later, useNotices } from './ui/index.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
const app = createApp(App).use(createPinia())
// What nobody foresaw is a defect, and a person hears of it.
const { sayError } = useNotices()
app.config.errorHandler = (error) => {
  console.error(error)
  sayError(error)
}
window.addEventListener('unhandledrejection', (event) => {
  // The window shows a lost connection by itself.
  if ((event.reason as { code?: string } | undefined)?.code === 'connection-lost') event.preventDefault()
  else sayError(event.reason)
})
// Programs have just been loaded, which takes its time: what follows has its own.
later(() => {
  app.use(createTheme(nonce))
  void graphicsDriver()
})
// The window's stores rest on each other: they come before it, and not all at once.
for (const make of [host, useMovies, useRun, useTableImport]) later(make)
later(() => { app.mount('#app') })
