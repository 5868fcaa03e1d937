// Writing tables to files: which, in which format, all rows or those that pass.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { tableFormats, type TableFormat } from '../../core/formats/table-formats.ts'
import type { CallArgs } from '../../electron/contract/api.ts'
import { useDatasets } from '../datasets/index.ts'
import { useEngine } from '../engine/index.ts'
import { splitPath } from '../files/index.ts'
import { useFilters } from '../filters/index.ts'
import { exportColumns, exportProvenance } from './export-columns.ts'
import { formatWords, pathsFor, suggestedPath } from './export-paths.ts'

/** Tables of more bytes cross to the engine in parts of about so many. */
const partBytes = 32 * 2 ** 20

type Columns = CallArgs<'tableRows'>['columns']

export const useTableExport = defineStore('table-export', () => {
  const engine = useEngine()
  const datasets = useDatasets()
  const filters = useFilters()

  const open = ref(false)
  const ids = ref<string[]>([])
  const format = ref<TableFormat>(tableFormats[0])
  const filtered = ref(true)
  /** How many of the tables are written; undefined: nothing is being written. */
  const written = ref<number>()
  /** Columns of what was written last that its format has no place for. */
  const lost = ref<string[]>([])

  const chosen = computed(() => datasets.datasets.filter(({ id }) => ids.value.includes(id)))
  const suggested = computed(() => {
    const [first] = chosen.value
    return suggestedPath(first?.movie ?? (first?.source.type === 'file' ? first.source.path : undefined), first?.kind ?? 'localizations', formatWords(format.value).extension)
  })

  /** Opens the dialog; without ids for A and B, or the only table there is. */
  function ask(of?: readonly string[]): void {
    const usual = [datasets.roles.a, datasets.roles.b].filter((id) => id !== undefined)
    ids.value = [...of ?? (usual.length > 0 ? usual : datasets.datasets.slice(0, 1).map(({ id }) => id))]
    open.value = true
  }

  const paths = (path: string): string[] => pathsFor(path, chosen.value.map(({ label }) => label), formatWords(format.value).extension)

  /** Files that would be replaced and were not named by the person who chose `path`. */
  async function wouldReplace(path: string): Promise<string[]> {
    const all = paths(path)
    if (all.length < 2) return []
    const { entries } = await engine.call('folder', { path: splitPath(all[0]).folder })
    const there = new Set(entries.map(({ name }) => name))
    return all.filter((one) => there.has(splitPath(one).name))
  }

  /** Writes the chosen tables; their paths. @throws StructLocError */
  async function write(path: string): Promise<string[]> {
    const all = paths(path)
    const done: string[] = []
    written.value = 0
    lost.value = []
    try {
      for (const [i, dataset] of chosen.value.entries()) {
        const rows = filtered.value ? await filters.settledRowsOf(dataset.id) : undefined
        const columns = await exportColumns(dataset, rows)
        const provenance = exportProvenance(dataset, rows ? filters.expressionsOf(dataset.id) : [], columns.frame.length)
        const answer = await engine.call('writeTable', { path: all[i], format: format.value, ...await sent(columns), provenance: JSON.parse(JSON.stringify(provenance)) as Record<string, unknown> })
        done.push(answer.path)
        lost.value = [...new Set([...lost.value, ...answer.lost])]
        written.value++
      }
    } finally {
      written.value = undefined
    }
    return done
  }

  /** Sends all but the last rows of a large table ahead; what `writeTable` is to be given. */
  async function sent(columns: Columns): Promise<{ columns: Columns; table?: string }> {
    const { length } = columns.frame
    const bytes = Object.values(columns).reduce((sum, { byteLength }) => sum + byteLength, 0)
    const rows = Math.max(1, Math.floor((length * partBytes) / bytes))
    if (bytes <= 2 * partBytes) return { columns }
    // Copies, since a view would take all of its buffer along.
    const part = (from: number): Columns => Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(from, from + rows)]))
    const table = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36).padStart(7, '0')).join('')
    let from = 0
    for (; from + rows < length; from += rows) await engine.call('tableRows', { table, columns: part(from) })
    return { columns: part(from), table }
  }

  return { open, ids, format, filtered, written, lost, chosen, suggested, ask, paths, wouldReplace, write }
})
