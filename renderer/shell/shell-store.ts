// What panels may ask of the window around them.
import { defineStore } from 'pinia'
import { ref } from 'vue'

export const useShell = defineStore('shell', () => {
  /** The panel that should come to the front; the dock follows and empties it. */
  const wanted = ref<string>()
  let changes = 0

  /** Brings a panel to the front. */
  function show(panel: string): void {
    changes++
    wanted.value = panel
  }

  /** To be told when a panel has come to the front, by its tab, too. */
  function cameToFront(): void {
    changes++
  }

  /** Gives what brings a panel to the front once something is done, unless another has come there meanwhile: that was chosen later. */
  function showWhenDone(panel: string): () => void {
    const before = changes
    return () => { if (changes === before) show(panel) }
  }
  return { wanted, show, cameToFront, showWhenDone }
})
