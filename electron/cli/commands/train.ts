// structloc train --config training.json --out DIR
import { resolve } from 'node:path'
import { readTrainingConfig } from '../../engine/calibration/recipe-psf.ts'
import { defineCommand, UsageError } from '../command.ts'
import { duration, runJob } from '../engine-run.ts'
import { facts } from '../rows.ts'

export const command = defineCommand({
  name: 'train',
  summary: 'Train a network on the simulator.',
  details: [
    'The folder of --out becomes a model: it can be named to localize --model, or moved to where `structloc models` looks.',
    'Ctrl+C stops; --resume goes on from the last checkpoint (at most a minute is lost, also after a kill).',
  ].join('\n'),
  positionals: [],
  options: {
    config: { type: 'text', value: 'training.json', about: 'what to train; models/recipes holds those of the shipped models', required: true },
    out: { type: 'text', value: 'DIR', about: "the model's folder", required: true },
    minutes: { type: 'number', value: 'M', about: 'stop after this time', least: 0.01 },
    targets: { type: 'integer', value: 'N', about: "target frames in all, in place of the configuration's", least: 1 },
    resume: { type: 'flag', about: 'go on from the last checkpoint' },
    threads: { type: 'integer', about: 'threads of the trainer', least: 1, default: '1' },
    workers: { type: 'integer', about: 'threads of the simulator', least: 1, default: '1' },
  },
  examples: ['train --config models/recipes/csr-5000-50.json --minutes 90 --out my-model'],
  async run(_positionals, values, context) {
    if (values.minutes !== undefined && values.targets !== undefined) throw new UsageError('Give --minutes or --targets, not both.')
    const { minutes, targets, resume, threads, workers } = values
    const config = await readTrainingConfig(values.config)
    const result = await runJob('train', { config, out: resolve(values.out), minutes, targets, resume, threads, workers }, context)
    return {
      json: result,
      text: facts([
        ['model', `${result.id} in ${result.folder}`],
        ['targets', result.targets],
        ['time', duration(result.seconds)],
        ['ended', { finished: 'all targets seen', time: 'the time is over; --resume goes on', stopped: 'stopped on request; --resume goes on' }[result.reason]],
        ['threshold', `${result.threshold}, by validation movies`],
      ]),
    }
  },
})
