import { describe, expect, it } from 'vitest'
import { outputPath } from '../../../../renderer/run/output-path.ts'

describe('where results go', () => {
  it('beside the movie, named after it and the model', () => {
    expect(outputPath('/data/cell 3.tif', 'csr-5000-50')).toBe('/data/cell 3_locs_csr-5000-50.csv')
    expect(outputPath(String.raw`C:\data\cell.tiff`, 'm')).toBe(String.raw`C:\data\cell_locs_m.csv`)
  })

  it('takes off what OME-TIFF puts before the ending', () => {
    expect(outputPath('/data/cell.ome.tif', 'm')).toBe('/data/cell_locs_m.csv')
  })

  it('a dot in a folder is no ending', () => {
    expect(outputPath('/data.v2/cell', 'm')).toBe('/data.v2/cell_locs_m.csv')
  })

  it('never over an earlier result', () => {
    const taken = new Set(['/d/a_locs_m.csv', '/d/a_locs_m_2.csv'])
    expect(outputPath('/d/a.tif', 'm', (path) => taken.has(path))).toBe('/d/a_locs_m_3.csv')
  })
})
