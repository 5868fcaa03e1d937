// The window's start.
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { z } from 'zod'
import App from './App.vue'
import { createTheme } from './shell/theme.ts'
import './shell/style.css'

// No generated code: the content security policy allows none.
z.config({ jitless: true })

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
createApp(App).use(createPinia()).use(createTheme(nonce)).mount('#app')
