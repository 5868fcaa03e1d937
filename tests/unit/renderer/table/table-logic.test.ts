// Rows in sight, selections, names of files, text of rows, doubts about a table.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLocalizations } from '../../../../core/localizations/table.ts'
import type { TableExtents } from '../../../../electron/contract/api.ts'
import { columnsOf } from '../../../../renderer/datasets/columns.ts'
import { exportColumns, exportProvenance } from '../../../../renderer/table/export-columns.ts'
import { pathsFor, suggestedPath } from '../../../../renderer/table/export-paths.ts'
import { tabSeparated } from '../../../../renderer/table/number-text.ts'
import { extendTo, isSelected, nothing, placesOf, selectAll, selectOne, toggle, type Selection } from '../../../../renderer/table/row-selection.ts'
import { doubtsAbout } from '../../../../renderer/table/table-doubts.ts'
import { rowHeight, scrollTopFor, visibleRows } from '../../../../renderer/table/virtual-rows.ts'

const counts = fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 20_000_000 }))

describe('rows in sight', () => {
  test('reach from the first row at the top to the last at the bottom, for lists of any length', () => {
    fc.assert(fc.property(counts, fc.integer({ min: 100, max: 2000 }), (count, view) => {
      expect(visibleRows(count, view, 0)).toMatchObject({ first: 0, top: 0 })
      const { height } = visibleRows(count, view, 0)
      expect(height).toBeLessThanOrEqual(15_000_000)
      const { first, end, top } = visibleRows(count, view, Math.max(0, height - view))
      expect(end).toBe(count)
      expect(top + (end - first) * rowHeight).toBeCloseTo(height, 3)
    }), { seed: 1 })
  })

  test('cover the view wherever it is, and are few', () => {
    fc.assert(fc.property(counts, fc.integer({ min: 100, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, view, share) => {
      const { height } = visibleRows(count, view, 0)
      const scrollTop = share * Math.max(0, height - view)
      const { first, end, top } = visibleRows(count, view, scrollTop)
      expect(top).toBeLessThanOrEqual(scrollTop + 1e-3)
      expect(top + (end - first) * rowHeight).toBeGreaterThanOrEqual(Math.min(height, scrollTop + view) - 1e-3)
      expect(end - first).toBeLessThan(view / rowHeight + 12)
    }), { seed: 2 })
  })

  test('hold a row that was scrolled to, wholly', () => {
    fc.assert(fc.property(counts, fc.integer({ min: 100, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.double({ min: 0, max: 1, noNaN: true }), (count, view, share, from) => {
      const row = Math.floor(share * count)
      const { height } = visibleRows(count, view, 0)
      const scrollTop = scrollTopFor(row, count, view, from * Math.max(0, height - view))
      const { first, end, top } = visibleRows(count, view, scrollTop)
      expect(first).toBeLessThanOrEqual(row)
      expect(end).toBeGreaterThan(row)
      const at = top + (row - first) * rowHeight
      expect(at).toBeGreaterThanOrEqual(scrollTop - 0.01)
      expect(at + rowHeight).toBeLessThanOrEqual(scrollTop + view + 0.01)
    }), { seed: 3 })
  })
})

describe('a selection', () => {
  test('is what a set of places would be, whatever is clicked', () => {
    const clicks = fc.array(fc.tuple(fc.constantFrom('one', 'toggle'), fc.integer({ min: 0, max: 30 })), { maxLength: 30 })
    fc.assert(fc.property(clicks, (all) => {
      let selection: Selection = nothing
      let set = new Set<number>()
      for (const [how, place] of all) {
        selection = how === 'one' ? selectOne(place) : toggle(selection, place)
        if (how === 'one') set = new Set([place])
        else if (!set.delete(place)) set.add(place)
      }
      expect([...placesOf(selection)]).toEqual([...set].toSorted((a, b) => a - b))
      for (let place = 0; place <= 30; place++) expect(isSelected(selection, place)).toBe(set.has(place))
    }), { seed: 4 })
  })

  test('grows with Shift from where it began, in either direction', () => {
    let selection = selectOne(5)
    selection = extendTo(selection, 8)
    expect([...placesOf(selection)]).toEqual([5, 6, 7, 8])
    selection = extendTo(selection, 3)
    expect([...placesOf(selection)]).toEqual([3, 4, 5])
    expect(placesOf(selectAll(1_000_000))).toHaveLength(1_000_000)
    expect(selectAll(1_000_000).ranges).toHaveLength(1)
  })
})

describe('the files of an export', () => {
  test('are suggested beside the movie', () => {
    expect(suggestedPath('/data/cell 1.ome.tif', 'localizations', 'csv')).toBe('/data/cell 1_locs.csv')
    expect(suggestedPath(String.raw`C:\data\cell.tif`, 'emitters', 'arrow')).toBe(String.raw`C:\data\cell_truth.arrow`)
    expect(suggestedPath('/data/cell_locs.csv', 'localizations', 'csv')).toBe('/data/cell_locs.csv')
    expect(suggestedPath(undefined, 'localizations', 'csv')).toBe('table_locs.csv')
  })

  test('are named after the tables where they are several, never twice the same', () => {
    expect(pathsFor('/data/out', ['a'], 'csv')).toEqual(['/data/out.csv'])
    expect(pathsFor('/data/out.csv', ['csr · cell', 'csr · cell', 'microtubules/α', 'cell.csv'], 'csv')).toEqual(['/data/out_csr-cell.csv', '/data/out_csr-cell_2.csv', '/data/out_microtubules-α.csv', '/data/out_cell.csv'])
  })

  test('hold the rows that pass, with every column that was worked out, and say how they came about', async () => {
    const table = createLocalizations(4)
    table.frame.set([0, 1, 2, 3])
    table.photons.set([1, 2, 3, 4])
    const dataset = {
      id: 'run 3', label: 'csr · cell', kind: 'localizations' as const, source: { type: 'run' as const, run: 3 }, movie: '/data/cell.tif', model: 'csr', pixelSize: 100, width_px: 64, height_px: 64,
      table, extra: { prior_influence: Float32Array.of(0, NaN, 2, 3) }, revision: 1, complete: true, provenance: { date: 'then', rows: 9, decoding: { threshold: 0.4 }, frames: { first: 1, last: 4 } },
    }
    const columns = await exportColumns(dataset, Uint32Array.of(0, 2))
    expect([...columns.frame]).toEqual([0, 2])
    expect([...columns.photons]).toEqual([1, 3])
    expect([...columns.prior_influence]).toEqual([0, 2])
    expect(columns.frame).toBeInstanceOf(Int32Array)
    expect((await exportColumns(dataset, undefined)).photons).toBe(table.photons)
    expect(exportProvenance(dataset, ['photons > 2'], 2)).toEqual({
      movie: { path: '/data/cell.tif' }, model: { id: 'csr' }, pixelSize: 100, width_px: 64, height_px: 64, decoding: { threshold: 0.4 }, frames: { first: 1, last: 4 },
      from: { label: 'csr · cell', type: 'run', run: 3, rows: 4, complete: true, date: 'then' }, filters: ['photons > 2'], passed: 2, workedOut: ['prior_influence'],
    })
  })
})

describe('rows as text', () => {
  test('are tab-separated under titles with units, frames from 1, all digits of single precision, nothing where a value is missing', () => {
    const table = createLocalizations(2)
    table.frame.set([0, 7])
    table.x.set([1.25, 1234.5678])
    const columns = columnsOf({ table, extra: { prior_influence: Float32Array.of(NaN, Infinity) } }).filter(({ name }) => ['frame', 'x', 'prior_influence'].includes(name))
    expect([...tabSeparated(columns, Uint32Array.of(1, 0))].join('')).toBe('frame\tx [nm]\tprior_influence [σ]\n8\t1234.568\tInfinity\n1\t1.25\t\n')
  })
})

describe('a table is doubted', () => {
  const movie = { width: 64, height: 64, frames: 100, pixelSize: 100 }
  const table = (x: number, frame = 0): TableExtents => ({ frame: { least: frame, most: frame }, x: { least: x / 2, most: x }, y: { least: x / 2, most: x } })

  test('where positions are far outside the movie, seem to be in pixels, or frames go past its end', () => {
    expect(doubtsAbout(table(6300), movie)).toEqual([])
    expect(doubtsAbout(table(64_000), movie)).toEqual(['Positions reach 64.0 µm, the movie is 6.40 µm wide: is it this movie, and are the pixel size and the unit right?'])
    expect(doubtsAbout(table(63), movie)).toEqual(['All positions lie within 0.0630 µm of the corner of a movie of 6.40 µm: are they in pixels or µm?'])
    expect(doubtsAbout(table(6300, 100), movie)).toEqual(['Its frames go to 101, the movie has 100.'])
    expect(doubtsAbout(table(64_000), undefined)).toEqual([])
    expect(doubtsAbout(undefined, movie)).toEqual(['The table has no rows.'])
  })
})
