// How fast files of a million rows are read, thread and file included, in rows per second: ThunderSTORM csv against splitting lines and
// fields, Picasso's HDF5 and Arrow against our csv; and rows of HDF5 from the library's memory against the library's own way, a JavaScript array a row.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalizations, localizationColumns } from '../../core/localizations/table.ts'
import { Random } from '../../core/random/random.ts'
import { readHdf5 } from '../../electron/engine/tables/hdf5/hdf5-file.ts'
import { readAnyTable } from '../../electron/engine/tables/read-tables.ts'
import { writeTableAs } from '../../electron/engine/tables/write-tables.ts'
import type { BenchRow } from './read.ts'

const ROWS = 1_000_000
/** The library's own way takes tens of seconds for a million. */
const FEW = 50_000

function table(rows: number): ReturnType<typeof createLocalizations> {
  const random = new Random(1)
  const made = createLocalizations(rows)
  for (let i = 0; i < rows; i++) made.frame[i] = Math.floor(i / 100)
  for (const name of localizationColumns) for (let i = 0; i < rows; i++) made[name][i] = 25_600 * random.uniform()
  return made
}

async function rate(rows: number, pass: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await pass()
  return (rows * 1000) / (performance.now() - start)
}

const field = { pixelSize: 100, width_px: 256, height_px: 256, frames: 10_000 }

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'structloc-bench-tables-'))
  const file = (name: string): string => join(folder, name)
  try {
    const whole = { kind: 'localizations' as const, table: table(ROWS), further: {}, field }
    const few = { ...whole, table: table(FEW) }
    for (const [format, name] of [['csv', 'a.csv'], ['picasso', 'a.hdf5'], ['arrow', 'a.arrow']] as const) await writeTableAs(file(name), format, whole)
    await writeTableAs(file('few.hdf5'), 'picasso', few)
    const csv = await rate(ROWS, () => readAnyTable(file('a.csv')))
    const plain = await rate(ROWS, async () => (await readFile(file('a.csv'), 'latin1')).split('\n').map((line) => line.split(',').map(Number)))
    const { File, ready } = await import('h5wasm/node')
    await ready
    const byRow = await rate(FEW, async () => {
      const opened = new File(file('few.hdf5'), 'r')
      const locs = opened.get('locs')
      const length = locs && 'value' in locs ? (locs.value as unknown[]).length : 0
      opened.close()
      return length
    })
    const own = await rate(ROWS, () => readHdf5(file('a.hdf5'), (opened) => opened.rows('locs')))
    return [
      { name: 'read a csv of 10⁶ rows', unit: 'rows/s', value: csv, baseline: 'split and Number', baselineValue: plain },
      { name: 'read a Picasso file of 10⁶ rows', unit: 'rows/s', value: await rate(ROWS, () => readAnyTable(file('a.hdf5'))), baseline: 'read a csv', baselineValue: csv },
      { name: 'read an Arrow file of 10⁶ rows', unit: 'rows/s', value: await rate(ROWS, () => readAnyTable(file('a.arrow'))), baseline: 'read a csv', baselineValue: csv },
      { name: 'rows of HDF5 as columns', unit: 'rows/s', value: own, baseline: 'a JavaScript array a row', baselineValue: byRow },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
