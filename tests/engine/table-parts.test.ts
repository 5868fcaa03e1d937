// Tables that are too large for one message come to the engine in parts.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TableParts } from '../../electron/engine/calls/table-parts.ts'
import { openDoor } from '../../electron/engine/door.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { found, randomEmitters } from '../fixtures/tables.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'structloc-parts-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

type Columns = Record<string, Int32Array | Float32Array>
const rowsOf = (columns: Columns, from: number, end: number): Columns => Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(from, end)]))

test('a table in parts is written as the whole table is', async () => {
  const engine = createEngine()
  const door = openDoor(engine)
  const { signal } = new AbortController()
  try {
    const whole: Columns = { ...found(randomEmitters(1000, 50, 6400), 12), prior_influence: Float32Array.from({ length: 1000 }, (_, row) => row / 7) }
    await door.call('writeTable', { path: join(folder, 'whole.csv'), format: 'csv', columns: whole, provenance: {} }, signal)
    const table = 'a-table-of-the-window'
    expect(await door.call('tableRows', { table, columns: rowsOf(whole, 0, 400) }, signal)).toEqual({ rows: 400 })
    expect(await door.call('tableRows', { table, columns: rowsOf(whole, 400, 900) }, signal)).toEqual({ rows: 900 })
    await door.call('writeTable', { path: join(folder, 'parts.csv'), format: 'csv', columns: rowsOf(whole, 900, 1000), table, provenance: {} }, signal)
    expect(await readFile(join(folder, 'parts.csv'), 'utf8')).toBe(await readFile(join(folder, 'whole.csv'), 'utf8'))
    // They are used up.
    await expect(door.call('writeTable', { path: join(folder, 'again.csv'), format: 'csv', columns: rowsOf(whole, 900, 1000), table, provenance: {} }, signal)).rejects.toThrow('not here any more')
  } finally {
    await door.close()
    await engine.close()
  }
})

test('however a table is cut, the parts make it up again', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 6 }), (lengths) => {
    const total = lengths.reduce((sum, length) => sum + length, 0)
    const whole: Columns = { frame: Int32Array.from({ length: total }, (_, row) => row), x: Float32Array.from({ length: total }, (_, row) => row / 3) }
    const parts = new TableParts()
    let from = 0
    for (const length of lengths.slice(0, -1)) parts.add('table', rowsOf(whole, from, from += length))
    expect(parts.take('table', rowsOf(whole, from, total))).toEqual(whole)
  }))
})

test('parts that do not fit, too many tables and too large ones are refused', () => {
  const parts = new TableParts(1000)
  const rows = (length: number): Columns => ({ frame: new Int32Array(length), x: new Float32Array(length) })
  parts.add('one', rows(10))
  expect(() => parts.add('one', { frame: new Int32Array(10) })).toThrow('same columns')
  expect(() => parts.add('one', { frame: new Float32Array(10), x: new Float32Array(10) })).toThrow('same columns')
  expect(() => parts.add('one', { frame: new Int32Array(10), x: new Float32Array(9) })).toThrow('one length')
  expect(() => parts.add('one', rows(200))).toThrow('filter it first')
  expect(() => parts.take('one', rows(1))).toThrow('not here any more')
  for (const name of ['a', 'b', 'c', 'd']) parts.add(name, rows(1))
  expect(() => parts.add('e', rows(1))).toThrow('on their way')
  parts.close()
  expect(parts.add('e', rows(1))).toBe(1)
  parts.close()
})
