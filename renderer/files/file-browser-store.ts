// The file browser that stands in for the system's dialogs in a browser: one question at a time.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { FileFilter } from '../host/host.ts'

export interface FileQuestion {
  mode: 'open' | 'folder' | 'save'
  title: string
  filters?: readonly FileFilter[]
  multiple?: boolean
  suggested?: string
}

export const useFileBrowser = defineStore('file-browser', () => {
  const question = shallowRef<FileQuestion>()
  let answer: ((paths: string[]) => void) | undefined

  /** Asks; resolves with no paths when the dialog is left. */
  function choose(asked: FileQuestion): Promise<string[]> {
    answer?.([])
    question.value = asked
    return new Promise((resolve) => { answer = resolve })
  }

  function reply(paths: string[]): void {
    question.value = undefined
    answer?.(paths)
    answer = undefined
  }

  return { question, choose, reply }
})
