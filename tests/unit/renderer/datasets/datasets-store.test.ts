// Datasets and their roles.
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test } from 'vitest'
import { createLocalizations, type EmitterTable } from '../../../../core/localizations/table.ts'
import { useDatasets } from '../../../../renderer/datasets/datasets-store.ts'
import { fileDataset } from '../../../../renderer/datasets/file-dataset.ts'
import { giveRole } from '../../../../renderer/datasets/give-role.ts'

beforeEach(() => setActivePinia(createPinia()))

const put = (id: string, rows = 2) => useDatasets().put({ id, label: id, kind: 'localizations', source: { type: 'made', what: 'test' }, table: createLocalizations(rows) })

describe('roles', () => {
  test('go to the first tables by themselves, and to one table at a time', () => {
    const datasets = useDatasets()
    for (const id of ['one', 'two', 'three']) put(id)
    expect(datasets.roles).toEqual({ a: 'one', b: 'two', truth: undefined })
    datasets.assign('a', 'three')
    datasets.assign('b', 'three')
    expect(datasets.roles).toEqual({ a: undefined, b: 'three', truth: undefined })
    datasets.remove('three')
    expect(datasets.roles.b).toBeUndefined()
  })

  test('a result stands for the truth as a copy of its positions, and stays a result itself', () => {
    const datasets = useDatasets()
    const result = put('result', 3)
    result.table.photons.set([1, 2, 3])
    giveRole(result, 'truth')
    expect(datasets.roles).toMatchObject({ a: 'result', truth: 'result as emitters' })
    expect(datasets.truth).toMatchObject({ kind: 'emitters', label: 'result as truth' })
    expect([...datasets.truth!.table.photons]).toEqual([1, 2, 3])
    expect([...(datasets.truth!.table as EmitterTable).id]).toEqual([-1, -1, -1])
  })
})

describe('a table from a file', () => {
  const read = { kind: 'localizations' as const, format: 'StructLoc', table: createLocalizations(1), understood: [], extents: undefined, firstFrame: 1 }

  test('belongs to the movie that the document beside it names, with its pixel size', () => {
    const provenance = { movie: { path: '/data/cell.tif' }, model: { id: 'csr' }, pixelSize: 107, width_px: 32, height_px: 48 }
    expect(fileDataset('/data/cell_locs.csv', { ...read, provenance }, undefined)).toMatchObject({ label: 'cell_locs.csv', movie: '/data/cell.tif', model: 'csr', pixelSize: 107, width_px: 32, height_px: 48 })
  })

  test('without such a document belongs to the movie that is open', () => {
    const movie = { id: '/data/open.tif', pixelSize: undefined, details: { width: 64, height: 50, pixelSize: 100 } }
    expect(fileDataset('/data/foreign.csv', { ...read, provenance: undefined }, movie)).toMatchObject({ movie: '/data/open.tif', pixelSize: 100, width_px: 64, height_px: 50, model: undefined })
  })
})
