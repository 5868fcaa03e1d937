// A movie with light added to some of its frames, as a source of frames like any other: the copy of a spike-in test.
import type { Spikes } from '../../../core/simulation/spike-in.ts'
import type { MovieSource } from '../movies/movie-source.ts'

/** The same movie with the spikes' light; closing it does not close the movie. */
export function spikedSource(movie: MovieSource, { addTo }: Spikes): MovieSource {
  const { info } = movie
  const size = info.width * info.height
  // Of signed files, and of those over 16 bits, the camera's own limit is what counts.
  const largest = info.pixelType === 'uint8' ? 255 : Infinity
  return {
    info: { ...info, path: `${info.path} with added emitters` },
    async read(first, count, signal, into) {
      const adu = await movie.read(first, count, signal, into)
      for (let i = 0; i < count; i++) addTo(first + i, adu.subarray(i * size, (i + 1) * size), largest)
      return adu
    },
    close: () => Promise.resolve(),
  }
}
