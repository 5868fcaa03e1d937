import { fromFile } from 'geotiff'
import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openMovie } from '../../../electron/engine/movies/open-movie.ts'
import { sharedData } from '../../fixtures/shared-data.ts'

const movies: [name: string, width: number, height: number, frames: number, reader: string][] = [
  ['smlm2016/MT0.N1.LD-AS-frames-1-32.tif', 64, 64, 32, 'strips'],
  ['smlm2016/beads-AS.tif', 150, 150, 151, 'geotiff'],
  ['smlm2016/beads-2D.tif', 150, 150, 151, 'geotiff'],
  ['movies/deepstorm-demo1-2d-dense.tif', 64, 64, 20, 'strips'],
  ['movies/thunderstorm-tubulins1_00020.tif', 256, 256, 1, 'strips'],
]

/** Compares every pixel of a movie with what geotiff reads from the file. */
async function compareWithGeotiff(path: string): Promise<void> {
  const movie = await openMovie(path)
  const tiff = await fromFile(path)
  expect(await tiff.getImageCount()).toBe(movie.info.frames)
  for (let frame = 0; frame < movie.info.frames; frame++) {
    const [theirs] = await (await tiff.getImage(frame)).readRasters({ interleave: false })
    expect(await movie.read(frame, 1)).toEqual(Uint16Array.from(theirs as Uint16Array))
  }
  await tiff.close()
  await movie.close()
}

for (const [name, width, height, frames, reader] of movies) {
  const path = sharedData(name)
  it.skipIf(path === undefined)(`${name} has the published size and the pixels that geotiff reads`, async () => {
    const movie = await openMovie(path!)
    expect(movie.info).toMatchObject({ width, height, frames, reader, pixelType: 'uint16' })
    await movie.close()
    await compareWithGeotiff(path!)
  })
}

const folder = sharedData('real/tetrapod-storm')
it.skipIf(folder === undefined)('the 50 big-endian frames of a real STORM movie have the pixels that geotiff reads', async () => {
  const names = readdirSync(folder!).filter(name => name.endsWith('.tif'))
  expect(names).toHaveLength(50)
  for (const name of names) await compareWithGeotiff(`${folder}/${name}`)
})
