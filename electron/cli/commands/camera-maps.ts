// structloc camera-maps DARK FLAT … --out camera.json
import { checkWritable } from '../../engine/localize/prepare.ts'
import { measureMaps, type Spread } from '../../engine/camera/measure-maps.ts'
import { defineCommand } from '../command.ts'
import { movieOpening, movieOptions } from '../movie-options.ts'
import { facts } from '../rows.ts'

export const command = defineCommand({
  name: 'camera-maps',
  summary: "A camera's offset, read noise and conversion, pixel by pixel, from dark and flat stacks.",
  details: [
    'DARK is a stack taken without light, each FLAT one of even light at one brightness below saturation; hundreds of frames each.',
    'Writes a camera description for --camera, with maps as large as the frames. For sCMOS cameras (photon transfer; Huang et al. 2013).',
    'For movies of a part of the sensor say where they lie: "onSensor" in the description, or --camera-roi.',
  ].join('\n'),
  positionals: [{ name: 'DARK', about: 'a stack without light' }, { name: 'FLAT…', about: 'one or more stacks of even light', rest: true }],
  options: {
    out: { type: 'text', value: 'camera.json', about: 'the description to write', required: true },
    'quantum-efficiency': { type: 'number', value: 'QE', about: "share of photons that become electrons at the dye's colour", required: true, least: 0.01, most: 1 },
    bits: { type: 'integer', about: 'of the camera', least: 8, most: 16, default: '16' },
    ...movieOptions,
  },
  examples: ['camera-maps dark.tif flat-1.tif flat-2.tif flat-3.tif --quantum-efficiency 0.82 --out camera.json'],
  async run([dark, ...flats], values, context) {
    await checkWritable(values.out)
    const maps = await measureMaps({ dark, flats, out: values.out, quantumEfficiency: values['quantum-efficiency'], bits: values.bits ?? 16, opening: movieOpening(values) }, {
      signal: context.signal, progress: (file, share) => context.progress(`${file}: ${(100 * share).toFixed(0)} %`),
    })
    const words = ({ median, low, high }: Spread, unit: string): string => `${median.toPrecision(4)} ${unit} (middle 90 %: ${low.toPrecision(4)} … ${high.toPrecision(4)})`
    const few = maps.frames.filter(({ frames }) => frames < 100)
    if (few.length > 0) context.notice(`${few.map(({ file }) => file).join(', ')}: fewer than 100 frames make maps of little use; a pixel's conversion is known to ${(100 * maps.chance).toFixed(0)} % only.`)
    return {
      json: maps,
      text: facts([
        ['camera', maps.out], ['maps', `${maps.width}×${maps.height} pixels`],
        ...maps.frames.map(({ file, frames, mean_adu }, i) => [i === 0 ? 'dark' : 'flat', `${file}: ${frames} frames, ${mean_adu.toFixed(1)} ADU`] as const),
        ['baseline', words(maps.baseline_adu, 'ADU')], ['conversion', words(maps.electronsPerAdu, 'e⁻/ADU')], ['read noise', words(maps.readNoise_e, 'e⁻')],
        ['by chance', `a pixel's conversion is known to ${(100 * maps.chance).toFixed(1)} %`], ['repaired', `${maps.repaired} pixels without a sensible conversion got the median`],
      ]),
    }
  },
})
