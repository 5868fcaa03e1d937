// A file without header whose pixels a person is about to describe.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { RawHeader } from '../../electron/contract/movie-opening.ts'

export const useRawQuestion = defineStore('raw-question', () => {
  /** The file in question. */
  const path = ref<string>()
  /** What was said last: the next file is often of the same kind. */
  const header = ref<RawHeader>({ width: 512, height: 512, pixelType: 'uint16', littleEndian: true, offset: 0, gap: 0 })
  return { path, header, ask: (file: string): void => { path.value = file } }
})
