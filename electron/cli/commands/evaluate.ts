// structloc evaluate LOCS --truth TRUTH.csv
import { resolve } from 'node:path'
import { frameRange } from '../arguments.ts'
import { defineCommand } from '../command.ts'
import { runJob } from '../engine-run.ts'
import { evaluationText } from '../evaluation-text.ts'

export const command = defineCommand({
  name: 'evaluate',
  summary: 'Score localizations against the truth.',
  details: [
    'The field of view is that of --size and --pixel-size, else of the .json beside the localizations or the truth,',
    'else the extent of the truth. Lengths are nm.',
  ].join('\n'),
  positionals: [{ name: 'LOCS', about: 'a table of localizations, of any program that convert reads' }],
  options: {
    truth: { type: 'text', value: 'TRUTH.csv', about: 'the table of true emitters', required: true },
    'pixel-size': { type: 'number', value: 'NM', about: 'width of a pixel', least: 1, default: 'as described beside the tables, else 100' },
    size: { type: 'integer', value: 'PX', about: 'width and height of a frame', least: 1 },
    frames: { type: 'range', value: 'A:B', about: 'only these frames, from 1, both included', least: 1, default: 'those that were localized' },
    gate: { type: 'number', value: 'NM', about: 'farthest lateral distance of a match', least: 0.001, default: '250' },
    'axial-gate': { type: 'number', value: 'NM', about: 'farthest axial distance of a match', least: 0.001, default: '500' },
    border: { type: 'number', value: 'NM', about: 'leave out what is this close to the border', least: 0, default: '450' },
    'minimum-photons': { type: 'number', value: 'N', about: 'emitters with fewer photons count neither as found nor as missed', least: 0, default: '0' },
    'remove-offset': { type: 'flag', about: 'take the mean offset off first (PSF models differ in their origin)' },
  },
  examples: ['evaluate locs.csv --truth movie.truth.csv'],
  async run([localizations], values, context) {
    const evaluation = await runJob('evaluate', {
      localizations: resolve(localizations), truth: resolve(values.truth),
      pixelSize: values['pixel-size'], width_px: values.size, height_px: values.size,
      frames: frameRange(values.frames),
      gate: values.gate, axialGate: values['axial-gate'], border: values.border,
      minimumPhotons: values['minimum-photons'], removeOffset: values['remove-offset'],
    }, context)
    return { json: evaluation, text: evaluationText(evaluation) }
  },
})
