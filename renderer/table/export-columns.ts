// A dataset as it is written: its columns, the rows that are wanted, and how it came about.
import type { Dataset } from '../datasets/index.ts'

type Columns = Record<string, Int32Array | Float32Array>

const pause = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve) })

/** The columns as the engine takes them (frames from 0), worked-out ones included; `rows` only, all where absent. */
export async function exportColumns({ table, extra }: Pick<Dataset, 'table' | 'extra'>, rows: Uint32Array | undefined): Promise<Columns> {
  const columns: Columns = {}
  for (const [name, values] of Object.entries({ ...extra, ...table }) as [string, Int32Array | Float32Array][]) {
    if (!rows) {
      columns[name] = values
      continue
    }
    const chosen = values instanceof Int32Array ? new Int32Array(rows.length) : new Float32Array(rows.length)
    for (let i = 0; i < rows.length; i++) chosen[i] = values[rows[i]]
    columns[name] = chosen
    // A column of a million rows takes some milliseconds: the window stays alive between them.
    if (rows.length > 100_000) await pause()
  }
  return columns
}

/** Of the document beside the table that was read: what tells of that file alone. */
const ofTheOldFile = new Set(['structloc', 'date', 'table', 'rows', 'columns', 'versions', 'localizations', 'filters', 'from'])

/** The document beside an exported table: what was known of the table, and what was done since. */
export function exportProvenance(dataset: Dataset, filters: readonly string[], rows: number): Record<string, unknown> {
  const { provenance, source, movie, model, pixelSize, width_px, height_px, table, extra, label, complete } = dataset
  const kept = Object.fromEntries(Object.entries(provenance).filter(([name]) => !ofTheOldFile.has(name)))
  const known = Object.fromEntries(Object.entries({ movie: movie && { path: movie }, model: model && { id: model }, pixelSize, width_px, height_px }).filter(([, value]) => value !== undefined))
  return {
    ...known, ...kept,
    from: {
      label, ...source, rows: table.frame.length, complete,
      ...(provenance.date === undefined ? {} : { date: provenance.date }), ...(provenance.versions === undefined ? {} : { versions: provenance.versions }),
      // What had been filtered before.
      ...(Array.isArray(provenance.filters) && provenance.filters.length > 0 ? { filters: provenance.filters } : {}),
    },
    filters, passed: rows,
    ...(Object.keys(extra).length > 0 ? { workedOut: Object.keys(extra) } : {}),
  }
}
