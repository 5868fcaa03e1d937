// The window's start.
import './no-generated-code.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createTheme } from './shell/theme.ts'
import './shell/style.css'

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''
createApp(App).use(createPinia()).use(createTheme(nonce)).mount('#app')
