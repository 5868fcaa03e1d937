// Movies among the files of a folder.
import { describe, expect, it } from 'vitest'
import { moviesAmong } from '../../../../renderer/files/movie-kinds.ts'

describe('the movies of a folder', () => {
  it('are files of the kinds that say by themselves how they are to be read', () => {
    expect(moviesAmong(['a.tif', 'b.TIFF', 'c.btf', 'd.dax', 'd.inf', 'e.raw', 'a.json', 'a_locs_csr.csv', 'tif', 'notes.tif.txt'])).toEqual(['a.tif', 'b.TIFF', 'c.btf', 'd.dax'])
  })
  it('are taken once where they have several files, as Micro-Manager and NDTiff write them', () => {
    expect(moviesAmong(['cells_MMStack_Pos0.ome.tif', 'cells_MMStack_Pos0_1.ome.tif', 'cells_MMStack_Pos0_10.ome.tif', 'NDTiffStack.tif', 'NDTiffStack_1.tif'])).toEqual(['cells_MMStack_Pos0.ome.tif', 'NDTiffStack.tif'])
  })
  it('are movies of their own where the first file is absent, or the number is a name', () => {
    expect(moviesAmong(['cells_1.ome.tif', 'cells_2.ome.tif'])).toHaveLength(2)
    expect(moviesAmong(['cells.tif', 'cells_1.tif', 'cells_2.tif'])).toHaveLength(3)
  })
})
