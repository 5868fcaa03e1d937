// structloc info MOVIE
import type { FoundName } from '../../../core/formats/movie-metadata.ts'
import type { MovieAxes, MovieDetails } from '../../contract/results.ts'
import { createEngine } from '../../engine/engine.ts'
import { defineCommand } from '../command.ts'
import { movieOpening, movieOptions } from '../movie-options.ts'
import { facts } from '../rows.ts'

const foundWords: Readonly<Record<FoundName, string>> = { pixelSize: 'pixel size, nm', exposure_ms: 'exposure, ms', camera: 'camera', emGain: 'EM gain', binning: 'binning', bits: 'bits', roi: 'region of the sensor' }

/** 'channel 1 of 2 (DAPI, 647), slice 3 of 5 by OME-XML'. */
function axesWords({ from, channelNames, ...axes }: MovieAxes): string {
  const words = (['position', 'channel', 'slice'] as const).filter((axis) => axes[`${axis}s`] > 1)
    .map((axis) => `${axis} ${axes[axis]} of ${axes[`${axis}s`]}${axis === 'channel' && channelNames.length > 0 ? ` (${channelNames.join(', ')})` : ''}`)
  return `${words.join(', ')}, by ${from}`
}

/** What localize takes, and where it stands. */
function pixelSizeWords({ pixelSize, metadata }: Pick<MovieDetails, 'pixelSize' | 'metadata'>): string {
  if (pixelSize !== undefined) return `${pixelSize} nm, as described beside the movie`
  const found = metadata.find(({ name }) => name === 'pixelSize')
  return found ? `${found.value} nm (${found.from})` : 'not known: that of the model would be assumed; --pixel-size says what it is'
}

export const command = defineCommand({
  name: 'info',
  summary: 'What a movie file holds.',
  positionals: [{ name: 'MOVIE', about: 'a TIFF or BigTIFF file, a folder of single pages, .dax, or raw with its header' }],
  options: movieOptions,
  examples: ['info movie.tif', 'info movie.raw --raw 512x512,uint16'],
  async run([movie], values) {
    const engine = createEngine()
    try {
      const details = await engine.info({ movie, opening: movieOpening(values) })
      const { width, height, frames, fileBytes, values_adu, camera, axes } = details
      return {
        json: details,
        text: facts([
          ['file', details.path],
          ['format', `${details.format}, ${details.pixelType}, read by ${details.reader}`],
          ['frames', `${frames} of ${width}×${height} pixels (${(fileBytes / 1e6).toFixed(1)} MB${details.files > 1 ? ` in ${details.files} files` : ''})`],
          ...(axes ? [['of', axesWords(axes)] as const] : []),
          ...(details.truncated === undefined ? [] : [['note', details.truncated] as const]),
          ['values', `${values_adu.least} … ${values_adu.largest} ADU, median ${values_adu.median} (first frames)`],
          ['pixel size', pixelSizeWords(details)],
          ['camera', camera === undefined ? "not known: that of the model would be assumed; --camera says what it is" : `${camera.type}, quantum efficiency ${camera.quantumEfficiency}`],
          ['description', details.description ?? 'none beside the movie'],
          ...details.metadata.filter(({ name }) => name !== 'pixelSize' || details.pixelSize !== undefined).map(({ name, value, from }) => [`found: ${foundWords[name]}`, `${value} (${from})`] as const),
        ]),
      }
    } finally {
      await engine.close()
    }
  },
})
