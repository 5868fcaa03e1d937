// Tables that we write, read by Picasso and Locan themselves, and tables of other programs, read by Locan and by us.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setUpPeers } from '../../build/setup-peers.ts'
import { selectRows, type LocalizationTable } from '../../core/localizations/table.ts'
import { convertTable } from '../../electron/engine/tables/convert-table.ts'
import { readAnyTable } from '../../electron/engine/tables/read-tables.ts'
import { writeTableAs } from '../../electron/engine/tables/write-tables.ts'
import { temporary } from '../fixtures/door.ts'
import { sharedData } from '../fixtures/shared-data.ts'
import { found, randomEmitters } from '../fixtures/tables.ts'

interface Task { by: string; path: string; to?: string }
interface Answer { columns: Record<string, number[]>; info?: Record<string, unknown>[] }

const { file, remove } = temporary('peers')
afterAll(remove)
const pixelSize = 110
const inside = (whole: LocalizationTable): LocalizationTable => selectRows(whole, [...whole.x.keys()].filter((row) => [whole.x[row], whole.y[row]].every((nm) => nm > 100 && nm < 6900)))
// Picasso leaves rows out that lie outside the centres of the outermost pixels.
const table = inside(found(randomEmitters(200, 40, 7000), 12))
const further = { molecule: Int32Array.from(table.frame, (_, i) => i * 3), chi2: Float32Array.from(table.x, (x) => x / 7) }
const samples = {
  load_thunderstorm_file: 'locan-Thunderstorm_dstorm_data.csv', load_rapidSTORM_file: 'locan-rapidSTORM_dstorm_data.txt', load_Elyra_file: 'locan-Elyra_dstorm_data.txt',
  load_Nanoimager_file: 'locan-Nanoimager_dstorm_data.csv', load_SMAP_file: 'locan-smap_dstorm_data.mat', load_decode_file: 'locan-decode_dstorm_data.h5', load_SMLM_file: 'locan-SMLM_dstorm_data.smlm',
} as const

let python: string | undefined
let answers: Record<string, Answer> = {}
const sampleOf = (name: string): string | undefined => sharedData(`tables/${name}`)

/** All in one go, since Python takes seconds to load them. */
beforeAll(async () => {
  python = await setUpPeers()
  if (!python) return
  const whole = { kind: 'localizations' as const, table, further, field: { pixelSize, width_px: 64, height_px: 64, frames: 40 } }
  const own = { picasso: 'ours.hdf5', smap: 'ours_sml.mat', decode: 'ours.h5', smlm: 'ours.smlm', csv: 'ours.csv' } as const
  for (const [format, name] of Object.entries(own)) await writeTableAs(file(name), format as keyof typeof own, whole)
  const tasks: Record<string, Task> = {
    picasso: { by: 'picasso-again', path: file(own.picasso), to: file('theirs.hdf5') }, smap: { by: 'load_SMAP_file', path: file(own.smap) },
    decode: { by: 'load_decode_file', path: file(own.decode) }, smlm: { by: 'load_SMLM_file', path: file(own.smlm) }, csv: { by: 'save_thunderstorm_csv', path: file(own.csv), to: file('theirs.csv') },
  }
  for (const [by, name] of Object.entries(samples)) {
    const path = sampleOf(name)
    if (path) tasks[name] = { by, path }
  }
  const picassos = sampleOf('picasso-locs.hdf5')
  if (picassos) {
    await convertTable({ from: picassos, to: file('again.hdf5') })
    tasks.original = { by: 'picasso', path: picassos }
    tasks.again = { by: 'picasso', path: file('again.hdf5') }
  }
  writeFileSync(file('tasks.json'), JSON.stringify(Object.values(tasks)))
  const { status, stderr } = spawnSync(python, [join(import.meta.dirname, 'tables.py'), file('tasks.json'), file('answers.json')], { encoding: 'utf8', env: { ...process.env, MPLBACKEND: 'agg' } })
  if (status !== 0) throw new Error(stderr)
  const told = JSON.parse(readFileSync(file('answers.json'), 'utf8')) as Answer[]
  answers = Object.fromEntries(Object.keys(tasks).map((name, i) => [name, told[i]]))
})

/** Every value within single precision, or within `digits` after the point. */
function same(theirs: readonly number[] | undefined, ours: ArrayLike<number>, digits?: number): void {
  expect(theirs?.length).toBe(ours.length)
  theirs!.forEach((value, i) => expect(Math.abs(value - ours[i])).toBeLessThanOrEqual(digits === undefined ? 1e-6 * Math.max(1, Math.abs(ours[i])) : 0.51 * 10 ** -digits + 1e-6 * Math.abs(ours[i])))
}

const as = (values: ArrayLike<number>, change: (value: number, row: number) => number): number[] => Array.from(values, change)
const lateral = as(table.sigma_x, (sigma, i) => Math.sqrt((sigma ** 2 + table.sigma_y[i] ** 2) / 2))

describe('what we write is read with the same numbers', () => {
  test('by Picasso: pixels from the centre of the first one, frames from 0, uncertainties and further columns', ({ skip }) => {
    if (!python) return skip()
    const { columns, info } = answers.picasso
    expect(info?.at(-1)).toMatchObject({ Pixelsize: pixelSize, Width: 64, Height: 64, Frames: 40 })
    same(columns.frame, table.frame)
    for (const axis of ['x', 'y'] as const) same(columns[axis], as(table[axis], (nm) => nm / pixelSize - 0.5))
    same(columns.z, table.z)
    same(columns.photons, table.photons)
    same(columns.bg, table.background)
    same(columns.lpx, as(table.sigma_x, (nm) => nm / pixelSize))
    same(columns.lpz, table.sigma_z)
    same(columns.molecule, further.molecule)
    same(columns.chi2, further.chi2)
  })

  test('by Locan from SMAP\'s format: nm from the corner, frames from 1', ({ skip }) => {
    if (!python) return skip()
    const { columns } = answers.smap
    same(columns.frame, as(table.frame, (frame) => frame + 1))
    for (const axis of ['x', 'y', 'z'] as const) same(columns[`position_${axis}`], table[axis])
    same(columns.intensity, table.photons)
    same(columns.local_background, table.background)
    same(columns.uncertainty_x, table.sigma_x)
    same(columns.locprecnm, lateral)
    same(columns.chi2, further.chi2)
  })

  test('by Locan from DECODE\'s format: pixels from the centre, the first coordinate down the rows, frames from 0', ({ skip }) => {
    if (!python) return skip()
    const { columns } = answers.decode
    same(columns.frame, table.frame)
    same(columns.position_x, as(table.y, (nm) => nm / pixelSize - 0.5))
    same(columns.position_y, as(table.x, (nm) => nm / pixelSize - 0.5))
    same(columns.position_z, table.z)
    same(columns.prob, table.probability)
    same(columns.x_sig, as(table.sigma_y, (nm) => nm / pixelSize))
  })

  test('by Locan from an SMLM file and from a csv', ({ skip }) => {
    if (!python) return skip()
    same(answers.smlm.columns.frame, table.frame)
    same(answers.csv.columns.frame, as(table.frame, (frame) => frame + 1))
    for (const axis of ['x', 'y', 'z'] as const) {
      same(answers.smlm.columns[`position_${axis}`], table[axis])
      same(answers.csv.columns[`position_${axis}`], table[axis], 3)
    }
    same(answers.smlm.columns.intensity, table.photons)
    same(answers.csv.columns.intensity, table.photons, 2)
    same(answers.csv.columns.uncertainty_x, lateral, 3)
    same(answers.smlm.columns.molecule, further.molecule)
    same(answers.csv.columns.molecule, further.molecule)
  })

  test('by Picasso, of a table that Picasso itself wrote: every column as it was', ({ skip }) => {
    if (!python || !answers.original) return skip()
    const { columns } = answers.again
    for (const [name, values] of Object.entries(answers.original.columns)) same(columns[name], values)
  })
})

describe('what they write is read with the same numbers', () => {
  test('from Picasso', async ({ skip }) => {
    if (!python) return skip()
    const read = await readAnyTable(file('theirs.hdf5'))
    for (const name of ['frame', 'x', 'y', 'z', 'photons', 'background', 'sigma_x', 'sigma_z'] as const) same([...(read.table as LocalizationTable)[name]], table[name])
  })

  test('from Locan\'s ThunderSTORM csv', async ({ skip }) => {
    if (!python) return skip()
    const read = await readAnyTable(file('theirs.csv'))
    for (const name of ['frame', 'x', 'y', 'z', 'photons'] as const) same([...(read.table as LocalizationTable)[name]], table[name], 2)
  })
})

describe('a table of another program has the numbers that Locan finds in it', () => {
  const frames: Partial<Record<string, number>> = { 'locan-Thunderstorm_dstorm_data.csv': 1, 'locan-smap_dstorm_data.mat': 1, 'locan-Elyra_dstorm_data.txt': 1 }
  for (const name of Object.values(samples)) {
    test(`${name}`, async ({ skip }) => {
      const path = sampleOf(name)
      if (!python || !path) return skip()
      const { columns } = answers[name]
      const { table: ours, firstFrame } = await readAnyTable(path)
      if (frames[name] !== undefined) expect(firstFrame).toBe(frames[name])
      same(columns.frame, as(ours.frame, (frame) => frame + firstFrame))
      // Its pixels are 127 nm down the rows, the first coordinate, and 117 nm along the columns.
      const decode = name.includes('decode')
      same(columns[decode ? 'position_y' : 'position_x'], decode ? as(ours.x, (nm) => nm / 117 - 0.5) : ours.x)
      same(columns[decode ? 'position_x' : 'position_y'], decode ? as(ours.y, (nm) => nm / 127 - 0.5) : ours.y)
      same(columns.intensity, ours.photons)
      if (columns.position_z) same(columns.position_z, ours.z)
    })
  }
})
