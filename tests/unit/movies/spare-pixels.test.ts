import { expect, test } from 'vitest'
import type { MovieInfo } from '../../../electron/engine/movies/movie-source.ts'
import { withRoom } from '../../../electron/engine/movies/spare-pixels.ts'

type Room = Uint16Array | Float32Array | undefined
const movie = (width: number, height: number, pixelType: MovieInfo['pixelType'] = 'uint16'): MovieInfo => ({ width, height, pixelType }) as MovieInfo
const given = (info: MovieInfo, frames: number): Promise<Room> => withRoom(info, frames, (room) => Promise.resolve(room))

test('what was done with is given again, also for less', async () => {
  const first = await given(movie(20, 10), 3)
  expect(first).toBeInstanceOf(Uint16Array)
  expect(first!.length).toBe(600)
  expect(await given(movie(10, 10), 1)).toBe(first)
})

test('two at once have one each', async () => {
  const both = new Set<Room>()
  await withRoom(movie(20, 10), 3, async (room) => {
    both.add(room)
    both.add(await given(movie(20, 10), 3))
  })
  expect(both.size).toBe(2)
})

test('is of the type of the movie’s pixels', async () => {
  await given(movie(20, 10), 3)
  expect(await given(movie(10, 10, 'int16'), 1)).toBeInstanceOf(Float32Array)
})

test('is not given again after an error: what was cancelled may still be writing there', async () => {
  let left: Room
  await expect(withRoom(movie(50, 50), 3, (room) => {
    left = room
    return Promise.reject(new Error('cancelled'))
  })).rejects.toThrow('cancelled')
  expect(await given(movie(50, 50), 3)).not.toBe(left)
})

test('is none for more than is kept', async () => {
  expect(await given(movie(8192, 8192), 1)).toBeUndefined()
})
