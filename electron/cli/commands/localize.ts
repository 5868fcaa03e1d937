// structloc localize MOVIE --model ID|DIR --out locs.csv …
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { providers } from '../../contract/calls.ts'
import { checkWritable } from '../../engine/localize/prepare.ts'
import { discardWorkspace } from '../../engine/workspace/discard.ts'
import { frameRange } from '../arguments.ts'
import { cameraOptions, givenCamera } from '../camera-option.ts'
import { defineCommand, UsageError } from '../command.ts'
import { duration, runJob } from '../engine-run.ts'
import { movieOpening, movieOptions } from '../movie-options.ts'
import { facts } from '../rows.ts'

export const command = defineCommand({
  name: 'localize',
  summary: 'Find the molecules of a movie with a model.',
  details: [
    'Writes a ThunderSTORM csv, the same table as .arrow, and how it came about as .json.',
    'Ctrl+C stops and keeps what was found; the same command with --resume goes on, also after the process was killed.',
    'The camera is that of --camera (a file, or a name of `structloc cameras`), else of the description beside the movie (movie.tif: movie.json),\nelse of the model.',
    "The pixel size is that of --pixel-size, else of the description, else of the file's own metadata (structloc info), else of the model.",
  ].join('\n'),
  positionals: [{ name: 'MOVIE', about: 'a TIFF or BigTIFF file, a folder of single pages, .dax, or raw with its header' }],
  options: {
    model: { type: 'text', value: 'ID|DIR', about: 'a model of `structloc models`, or a folder with model.onnx and model.json', required: true },
    out: { type: 'text', value: 'locs.csv', about: 'the table to write', required: true },
    frames: { type: 'range', value: 'A:B', about: 'only these frames, from 1, both included', least: 1 },
    provider: { type: 'text', choices: providers, about: 'where the network runs', default: 'auto' },
    ...cameraOptions,
    'pixel-size': { type: 'number', value: 'NM', about: "width of a pixel in the sample, in place of the movie's or model's", least: 1 },
    threshold: { type: 'number', value: 'P', about: "least probability of a localization, in place of the model's", least: 0, most: 1 },
    ...movieOptions,
    workspace: { type: 'text', value: 'FILE', about: 'keep the run in this workspace (else one beside the output, removed at the end)' },
    resume: { type: 'flag', about: 'go on with the unfinished run' },
  },
  examples: ['localize movie.tif --model microtubules-5000-50 --out locs.csv'],
  async run([movie], values, context) {
    const { out } = values
    const frames = frameRange(values.frames)
    if (!/\.csv$/i.test(out)) throw new UsageError(`--out is a .csv file; '${out}' was given.`)
    const camera = await givenCamera(values.camera, values['camera-roi'])
    await checkWritable(out)
    const kept = values.workspace
    const workspace = resolve(kept ?? `${out}.sqlite`)
    if (kept === undefined && !values.resume && existsSync(workspace)) {
      context.notice(`An unfinished run from before is discarded (${workspace}); --resume would have gone on with it.`)
      await discardWorkspace(workspace)
    }
    if (kept === undefined && values.resume && !existsSync(workspace)) context.notice(`There is no ${workspace}.`)
    const result = await runJob('localize', {
      movie: resolve(movie), model: values.model, out: resolve(out), resume: values.resume,
      provider: values.provider as 'auto' | undefined, threshold: values.threshold, pixelSize: values['pixel-size'], camera, frames, opening: movieOpening(values),
    }, context, { workspace }).catch(async (error: unknown) => {
      // A run that found nothing yet has nothing to go on with.
      if (kept === undefined && existsSync(workspace)) await discardWorkspace(workspace, { onlyIfEmpty: true }).catch(() => undefined)
      throw error
    })
    if (kept === undefined) await discardWorkspace(workspace)
    return {
      json: { ...result, workspace: kept === undefined ? null : workspace },
      text: facts([
        ['localizations', `${result.localizations} in ${result.frames} frame${result.frames === 1 ? '' : 's'}`],
        ['time', `${duration(result.seconds)}, ${result.framesPerSecond.toFixed(0)} frames/s on ${result.provider}`],
        ['model', `${result.model.id}, threshold ${result.threshold}`],
        ['camera', { given: 'as given', movie: 'as described beside the movie', model: "assumed to be the model's; --camera says what it is" }[result.cameraFrom]],
        ['pixel size', `${result.pixelSize} nm, ${{ given: 'as given', movie: 'as described beside the movie', file: "by the file's own metadata", model: "assumed to be the model's; --pixel-size says what it is" }[result.pixelSizeFrom]}`],
        ['table', result.out], ['', result.arrow], ['how', result.provenance],
      ]),
    }
  },
})
