// The dropped files that are being copied to the web host, one after the other.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { upload } from './upload.ts'

export interface UploadState {
  name: string
  bytes: number
  sent: number
}

export const useUploads = defineStore('uploads', () => {
  /** The one under way. */
  const current = ref<UploadState>()
  const waiting = ref(0)
  let stop = new AbortController()
  let last: Promise<unknown> = Promise.resolve()

  /** Copies all; their paths. @throws StructLocError of the first that fails; 'cancelled' */
  function copy(files: readonly File[], token: string): Promise<string[]> {
    waiting.value += files.length
    const mine = last.then(() => copyAll(files, token))
    last = mine.catch(() => undefined)
    return mine
  }

  async function copyAll(files: readonly File[], token: string): Promise<string[]> {
    stop = new AbortController()
    const paths: string[] = []
    let left = files.length
    try {
      for (const file of files) {
        left--
        waiting.value--
        current.value = { name: file.name, bytes: file.size, sent: 0 }
        paths.push(await upload(file, token, stop.signal, (sent) => { current.value!.sent = sent }))
      }
      return paths
    } finally {
      waiting.value -= left
      current.value = undefined
    }
  }

  const cancel = (): void => stop.abort()

  return { current, waiting, copy, cancel }
})
