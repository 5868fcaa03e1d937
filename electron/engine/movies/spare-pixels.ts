// Room for pixels that are read, worked on and dropped: fresh memory is dearer than the read, and much of it calls the garbage collection.
import type { MovieInfo } from './movie-source.ts'
import { givenType } from './pixel-buffers.ts'

type Pixels = Uint16Array | Float32Array

/** Values of the largest room that is kept. */
const most = 2 ** 25

let spare: Pixels | undefined

/** Gives `work` room for so many frames, with whatever was in it before, or none for very many; what `work` gives must not lie in it. */
export async function withRoom<T>({ pixelType, width, height }: MovieInfo, frames: number, work: (room?: Pixels) => Promise<T>): Promise<T> {
  const Given = givenType(pixelType)
  const pixels = frames * width * height
  if (pixels > most) return work()
  let room: Pixels
  if (spare instanceof Given && spare.length >= pixels) {
    // Whoever comes meanwhile has another.
    room = spare
    spare = undefined
  } else room = new Given(pixels)
  const result = await work(room)
  // Not after an error: what was cancelled may still be writing there.
  if (!spare || spare.length < room.length) spare = room
  return result
}
