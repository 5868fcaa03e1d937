// One folder as the file browser shows it: what is in it, what of it can be chosen, what is marked.
import { computed, ref, shallowRef } from 'vue'
import type { FolderEntry, FolderListing } from '../../electron/contract/api.ts'
import { useEngine } from '../engine/index.ts'
import { hasExtension, splitPath } from './paths.ts'

/** Something else was asked meanwhile. */
const overtaken = Symbol('overtaken')

export interface Choosable {
  mode: 'open' | 'folder' | 'save'
  multiple: boolean
  /** Of files; all where absent. */
  extensions: readonly string[] | undefined
}

export function useFolderView(choosable: () => Choosable) {
  const engine = useEngine()
  const listing = shallowRef<FolderListing>()
  const error = ref('')
  const busy = ref(false)
  /** Only names that hold these words. */
  const search = ref('')
  const marked = ref(new Set<string>())
  /** Where the keyboard is. */
  const cursor = ref(0)
  let asked = new AbortController()
  let anchor = 0

  const entries = computed(() => {
    const { mode, extensions } = choosable()
    const words = search.value.trim().toLowerCase()
    return (listing.value?.entries ?? [])
      .filter((entry) => entry.kind === 'folder' || mode === 'folder' || hasExtension(entry.name, extensions))
      .filter((entry) => words === '' || entry.name.toLowerCase().includes(words))
  })
  const hidden = computed(() => (listing.value?.entries.length ?? 0) - entries.value.length)
  const canChoose = (entry: FolderEntry): boolean => (entry.kind === 'folder') === (choosable().mode === 'folder')
  const chosen = computed(() => entries.value.filter((entry) => marked.value.has(entry.path) && canChoose(entry)))

  /** Shows a folder; the starting ones where none is named. False where it cannot be read, undefined where something else was asked meanwhile. */
  async function go(path?: string): Promise<boolean | undefined> {
    const problem = await read(path)
    if (problem === overtaken) return undefined
    error.value = problem ?? ''
    return problem === undefined
  }

  /** Shows nothing, until a folder is. */
  function clear(): void {
    asked.abort()
    listing.value = undefined
    error.value = ''
    search.value = ''
    marked.value = new Set()
    cursor.value = 0
  }

  /** What went wrong, if anything. */
  async function read(path: string | undefined): Promise<string | typeof overtaken | undefined> {
    asked.abort()
    asked = new AbortController()
    const { signal } = asked
    busy.value = true
    try {
      listing.value = await engine.call('folder', { path }, { signal })
      search.value = ''
      marked.value = new Set()
      cursor.value = 0
      anchor = 0
      return undefined
    } catch (problem) {
      return signal.aborted ? overtaken : (problem as Error).message
    } finally {
      if (!signal.aborted) busy.value = false
    }
  }

  /** A path as typed: a folder is shown, a file marked and given back. */
  async function goTo(text: string): Promise<FolderEntry | undefined> {
    const path = text.trim()
    const problem = await read(path === '' ? undefined : path)
    if (problem === overtaken) return undefined
    error.value = ''
    if (problem === undefined) return undefined
    const { folder } = splitPath(path)
    const index = folder !== undefined && await read(folder) === undefined ? entries.value.findIndex((entry) => entry.path === path && entry.kind === 'file') : -1
    if (index < 0) {
      error.value = problem
      return undefined
    }
    mark(index)
    return entries.value[index]
  }

  /** Marks an entry as a click does: alone, added (Ctrl), or up to it (Shift). */
  function mark(index: number, { add = false, range = false } = {}): void {
    const entry = entries.value[index]
    if (!entry) return
    cursor.value = index
    const { multiple } = choosable()
    if (range && multiple) {
      const [first, last] = anchor < index ? [anchor, index] : [index, anchor]
      marked.value = new Set(entries.value.slice(first, last + 1).map(({ path }) => path))
      return
    }
    anchor = index
    if (!add || !multiple) marked.value = new Set([entry.path])
    else if (!marked.value.delete(entry.path)) marked.value.add(entry.path)
  }

  return { listing, entries, hidden, chosen, marked, cursor, search, error, busy, canChoose, clear, go, goTo, mark }
}
