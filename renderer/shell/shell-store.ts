// What panels may ask of the window around them.
import { defineStore } from 'pinia'
import { ref } from 'vue'

export const useShell = defineStore('shell', () => {
  /** The panel that should come to the front; the dock follows and empties it. */
  const wanted = ref<string>()
  const show = (panel: string): void => { wanted.value = panel }
  return { wanted, show }
})
