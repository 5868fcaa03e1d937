// structloc info MOVIE
import { createEngine } from '../../engine/engine.ts'
import { defineCommand } from '../command.ts'
import { facts } from '../rows.ts'

export const command = defineCommand({
  name: 'info',
  summary: 'What a movie file holds.',
  positionals: [{ name: 'MOVIE', about: 'a TIFF or BigTIFF file' }],
  options: {},
  examples: ['info movie.tif'],
  async run([movie]) {
    const engine = createEngine()
    try {
      const details = await engine.info({ movie })
      const { width, height, frames, fileBytes, values_adu: values, camera } = details
      return {
        json: details,
        text: facts([
          ['file', details.path],
          ['format', `${details.format}, ${details.pixelType}, read by ${details.reader}`],
          ['frames', `${frames} of ${width}×${height} pixels (${(fileBytes / 1e6).toFixed(1)} MB)`],
          ['values', `${values.least} … ${values.largest} ADU, median ${values.median} (first frames)`],
          ['pixel size', details.pixelSize === undefined ? 'not known' : `${details.pixelSize} nm`],
          ['camera', camera === undefined ? 'not known (a model knows its own; --camera overrides)' : `${camera.type}, quantum efficiency ${camera.quantumEfficiency}`],
          ['description', details.description ?? 'none beside the movie'],
        ]),
      }
    } finally {
      await engine.close()
    }
  },
})
