// Vuetify as this program uses it: compact, dark and light, icons as paths.
import { createVuetify } from 'vuetify'
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg'
import 'vuetify/styles'

export function createTheme(nonce: string): ReturnType<typeof createVuetify> {
  return createVuetify({
    icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
    theme: {
      cspNonce: nonce,
      defaultTheme: 'dark',
      themes: {
        dark: {
          dark: true,
          colors: { background: '#101418', surface: '#171c22', 'surface-light': '#212830', 'surface-variant': '#38424d', 'on-surface-variant': '#f2f5f8', primary: '#6cb6f5', secondary: '#9fb3c8', error: '#ff7b72', 'on-error': '#101418', warning: '#f2b84b', success: '#57c785', info: '#6cb6f5' },
        },
        light: {
          dark: false,
          colors: { background: '#f3f5f7', surface: '#ffffff', 'surface-light': '#eef1f4', 'surface-variant': '#303a44', 'on-surface-variant': '#f2f5f8', primary: '#0b5fad', secondary: '#46586b', error: '#b3261e', warning: '#8a5a00', success: '#1b6e3c', info: '#0b5fad' },
        },
      },
    },
    defaults: {
      global: { ripple: false },
      VBtn: { size: 'small', variant: 'text' },
      VTextField: { density: 'compact', variant: 'outlined', hideDetails: 'auto' },
      VNumberInput: { density: 'compact', variant: 'outlined', hideDetails: 'auto' },
      VSelect: { density: 'compact', variant: 'outlined', hideDetails: 'auto', transition: false },
      VAutocomplete: { transition: false },
      VSwitch: { density: 'compact', color: 'primary', hideDetails: true },
      VCheckbox: { density: 'compact', color: 'primary', hideDetails: true },
      VSlider: { density: 'compact', color: 'primary', hideDetails: true },
      // What opens stands there at once: where the processor draws, each step of a motion is a picture of the window.
      VMenu: { transition: false },
      VDialog: { transition: false },
      VMessages: { transition: false },
      VList: { density: 'compact' },
      VTable: { density: 'compact' },
      VCard: { variant: 'flat' },
    },
  })
}
