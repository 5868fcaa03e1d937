// Short messages at the window's lower edge. Errors stay until they are closed.
import { defineStore } from 'pinia'
import { ref } from 'vue'

export interface Notice {
  id: number
  kind: 'info' | 'success' | 'warning' | 'error'
  text: string
  action?: { title: string; run: () => void }
}

export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([])
  let lastId = 0

  /** Gives the notice's number, with which it is closed. */
  function say(kind: Notice['kind'], text: string, action?: Notice['action']): number {
    const there = notices.value.find((notice) => notice.text === text)
    if (there) return there.id
    notices.value.push({ id: ++lastId, kind, text, action })
    return lastId
  }

  /** What went wrong, in the engine's own sentence. A cancelled call is no error. */
  function sayError(error: unknown): number | undefined {
    if ((error as { code?: string }).code === 'cancelled') return undefined
    return say('error', error instanceof Error ? error.message : String(error))
  }

  const close = (id: number): void => { notices.value = notices.value.filter((notice) => notice.id !== id) }

  return { notices, say, sayError, close }
})
