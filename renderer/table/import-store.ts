// Taking tables from files: read by the engine, looked at by a person, then a dataset.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ReadTableResult } from '../../electron/contract/api.ts'
import { fileDataset, movieOf, useDatasets, type Role } from '../datasets/index.ts'
import { useEngine } from '../engine/index.ts'
import { host } from '../host/index.ts'
import { useMovies } from '../movie/index.ts'
import { useShell } from '../shell/index.ts'
import { aMomentLater, useNotices } from '../ui/index.ts'
import { doubtsAbout } from './table-doubts.ts'
import { useTable } from './table-store.ts'

export interface Import {
  path: string
  read: ReadTableResult
}

export const tableFilters = [{ name: 'Tables', extensions: ['csv', 'txt', 'arrow', 'hdf5', 'h5', 'mat', 'smlm'] }] as const

export const useTableImport = defineStore('table-import', () => {
  const engine = useEngine()
  const datasets = useDatasets()
  const movies = useMovies()
  const shell = useShell()
  const table = useTable()
  const notices = useNotices()

  /** The file that is being read. */
  const reading = ref<string>()
  const current = shallowRef<Import>()
  const label = ref('')
  const role = ref<Role | 'none'>('none')
  const movieId = ref<string>()
  const pixelSize = ref<number>()
  let answered: (() => void) | undefined

  const movie = computed(() => movies.movies.find(({ id }) => id === movieId.value))
  /** Truth is emitters, A and B are localizations, whatever the file was. */
  const kind = computed(() => (role.value === 'none' ? current.value?.read.kind : role.value === 'truth' ? 'emitters' : 'localizations'))
  const doubts = computed(() => (current.value ? doubtsAbout(current.value.read.extents, movie.value && { ...movie.value.details, pixelSize: pixelSize.value ?? movie.value.details.pixelSize }) : []))

  /** Reads a table and asks what it is to be; over when that is answered. @throws StructLocError what is wrong with the file */
  async function open(path: string, wanted?: Role): Promise<void> {
    reading.value = path
    try {
      const read = await readAs(path)
      // What came is large: the dialog is a task of its own.
      await aMomentLater()
      const itsMovie = movieOf(read)
      const known = movies.movies.find(({ id }) => id === itsMovie) ?? (itsMovie === undefined ? movies.current : undefined)
      movieId.value = known?.id
      const dataset = fileDataset(path, read, known)
      label.value = dataset.label
      pixelSize.value = dataset.pixelSize
      role.value = wanted ?? firstFree(read.kind)
      current.value = { path, read }
    } finally {
      reading.value = undefined
    }
    await new Promise<void>((resolve) => { answered = resolve })
  }

  /** A file in pixels that does not tell their size has those of the movie that is shown. */
  async function readAs(path: string): Promise<ReadTableResult> {
    try {
      return await engine.call('readTable', { path })
    } catch (error) {
      const ofMovie = movies.current?.pixelSize ?? movies.current?.details.pixelSize
      if (ofMovie === undefined || !/\.(hdf5|h5)$/i.test(path)) throw error
      return engine.call('readTable', { path, pixelSize: ofMovie })
    }
  }

  function firstFree(of: ReadTableResult['kind']): Role | 'none' {
    if (of === 'emitters') return datasets.roles.truth === undefined ? 'truth' : 'none'
    return datasets.roles.a === undefined ? 'a' : datasets.roles.b === undefined ? 'b' : 'none'
  }

  function close(): void {
    current.value = undefined
    answered?.()
    answered = undefined
  }

  /** Takes the table as it is understood; the dialog goes first. */
  async function accept(): Promise<void> {
    if (!current.value) return
    const { path, read } = current.value
    const dataset = { ...fileDataset(path, read, movie.value, kind.value), label: label.value.trim() || path, pixelSize: pixelSize.value }
    const [as, over] = [role.value, answered]
    current.value = undefined
    answered = undefined
    await aMomentLater()
    const before = { ...datasets.roles }
    datasets.put(dataset, as === 'none' ? undefined : as)
    // Without a role it is only looked at.
    if (as === 'none') for (const one of ['a', 'b', 'truth'] as const) if (before[one] === undefined && datasets.roles[one] === dataset.id) datasets.assign(one, undefined)
    table.wanted = dataset.id
    shell.show('table')
    over?.()
  }

  /** Lets a person choose files and takes them one after another; what is wrong with one is said, and the next follows. */
  async function choose(wanted?: Role): Promise<void> {
    for (const path of await host().openFiles({ title: wanted === 'truth' ? 'Open truth' : 'Open tables', filters: tableFilters, multiple: true })) await open(path, wanted).catch(notices.sayError)
  }

  return { reading, current, label, role, movieId, movie, pixelSize, kind, doubts, open, choose, accept, close }
})
