// The list of filters and what passes.
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test } from 'vitest'
import { computed } from 'vue'
import { createEmitters, createLocalizations } from '../../../../core/localizations/table.ts'
import { useDatasets } from '../../../../renderer/datasets/datasets-store.ts'
import { useFilters } from '../../../../renderer/filters/filters-store.ts'

function put(photons: number[], id = 'a'): void {
  const table = createLocalizations(photons.length)
  table.photons.set(photons)
  useDatasets().put({ id, label: id, kind: 'localizations', source: { type: 'made', what: 'test' }, table })
}

beforeEach(() => setActivePinia(createPinia()))

describe('filters', () => {
  test('let all rows pass where there is none, and rows in their order where there are some', () => {
    const filters = useFilters()
    put([100, 900, 500, 700])
    expect(filters.rowsOf('a')).toBeUndefined()
    filters.add('photons > 400')
    filters.add('photons < 800')
    expect([...filters.rowsOf('a')!]).toEqual([2, 3])
    expect(filters.rowsOf('a')).toBe(filters.rowsOf('a'))
  })

  test('are followed by whoever reads rows: list, enabling, new rows, another table', () => {
    const filters = useFilters()
    const datasets = useDatasets()
    put([100, 900])
    const passing = computed(() => (filters.rowsOf('a') ? [...filters.rowsOf('a')!] : 'all'))
    expect(passing.value).toBe('all')
    const id = filters.add('photons > 400')
    expect(passing.value).toEqual([1])
    const more = createLocalizations(3)
    more.photons.set([100, 900, 800])
    datasets.grow('a', more, true)
    expect(passing.value).toEqual([1, 2])
    filters.enable(id, false)
    expect(passing.value).toBe('all')
    filters.enable(id, true)
    datasets.remove('a')
    put([500])
    expect(passing.value).toEqual([0])
  })

  test('do not act on truth, nor on a dataset that has not the column, which is named', () => {
    const filters = useFilters()
    const datasets = useDatasets()
    put([100, 900])
    put([100, 900], 'b')
    datasets.put({ id: 'truth', label: 'truth', kind: 'emitters', source: { type: 'made', what: 'test' }, table: createEmitters(2) })
    const id = filters.add('prior_influence < 3')
    datasets.setExtra('b', 'prior_influence', Float32Array.of(1, Infinity))
    expect(filters.rowsOf('a')).toBeUndefined()
    expect(filters.withoutEffect('a')).toEqual([{ id, column: 'prior_influence' }])
    expect([...filters.rowsOf('b')!]).toEqual([0])
    expect(filters.withoutEffect('b')).toEqual([])
    expect(filters.expressionsOf('b')).toEqual(['prior_influence < 3'])
    expect(filters.rowsOf('truth')).toBeUndefined()
    datasets.assign('truth', 'b')
    expect(filters.rowsOf('b')).toBeUndefined()
  })

  test('count frames as they are shown, from 1', () => {
    const filters = useFilters()
    put([1, 2])
    filters.add('frame == 1')
    expect([...filters.rowsOf('a')!]).toEqual([0, 1])
  })

  test('are undone and redone step by step; a drag of a slider is one step', () => {
    const filters = useFilters()
    const list = (): string[] => filters.filters.map(({ expression, enabled }) => `${enabled ? '' : 'off: '}${expression}`)
    const first = filters.add('photons > 1')
    const second = filters.add('x > 2')
    filters.move(second, -1)
    filters.edit(first, 'photons > 3', 'drag 1')
    filters.edit(first, 'photons > 4', 'drag 1')
    filters.edit(first, 'photons > 5', 'drag 2')
    filters.enable(second, false)
    filters.remove(second)
    expect(list()).toEqual(['photons > 5'])
    const seen: string[][] = []
    while (filters.canUndo) {
      filters.undo()
      seen.push(list())
    }
    expect(seen).toEqual([
      ['off: x > 2', 'photons > 5'], ['x > 2', 'photons > 5'], ['x > 2', 'photons > 4'], ['x > 2', 'photons > 1'], ['photons > 1', 'x > 2'], ['photons > 1'], [],
    ])
    while (filters.canRedo) filters.redo()
    expect(list()).toEqual(['photons > 5'])
    filters.undo()
    filters.add('y > 0')
    expect(filters.canRedo).toBe(false)
  })

  test('refuse what is no condition and stay as they were', () => {
    const filters = useFilters()
    const id = filters.add('photons > 1')
    expect(() => filters.add('photons')).toThrow('a condition is needed')
    expect(() => filters.edit(id, 'photons >')).toThrow('a column or a number is needed')
    expect(filters.filters.map(({ expression }) => expression)).toEqual(['photons > 1'])
  })
})
