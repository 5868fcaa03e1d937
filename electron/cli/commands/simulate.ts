// structloc simulate --out movie.tif …
import { resolve } from 'node:path'
import { z } from 'zod'
import { challengeCamera } from '../../../core/camera/camera.ts'
import type { SamplingSpec } from '../../../core/structure/sampling.ts'
import { structureKinds } from '../../../core/structure/registry.ts'
import { readPsf } from '../../engine/calibration/recipe-psf.ts'
import { readJson } from '../../engine/json-file.ts'
import { readTruth } from '../../engine/tables/read-tables.ts'
import { defineCommand, UsageError } from '../command.ts'
import { duration, runJob } from '../engine-run.ts'
import { givenCamera } from '../camera-option.ts'
import { didYouMean } from '../nearest.ts'
import { facts } from '../rows.ts'

const kinds = structureKinds.map(({ name }) => name)

/** The sampling that --sampling and --points ask for. */
async function readSampling(name: string | undefined, points: string | undefined, shift: number): Promise<SamplingSpec> {
  if (points !== undefined) {
    if (name !== undefined && name !== 'points') throw new UsageError(`--points gives the positions of sampling 'points'; --sampling ${name} makes its own.`)
    const { x, y, z: depth } = await readTruth(points)
    return { kind: 'points', x: Array.from(x), y: Array.from(y), z: Array.from(depth), subpixelShift: shift }
  }
  if (name === undefined) return { kind: 'csr' }
  if (/\.json$/i.test(name)) return readJson(name, z.looseObject({ kind: z.string() }), 'a sampling description')
  if (name === 'points') throw new UsageError('--sampling points needs --points TABLE.csv.')
  if (name === 'mixture') throw new UsageError('A mixture is described in a file: --sampling mixture.json.')
  if (!kinds.includes(name)) throw new UsageError(`There is no sampling '${name}'.${didYouMean(name, kinds)} There are: ${kinds.join(', ')}; or name a .json file.`)
  return { kind: name }
}

export const command = defineCommand({
  name: 'simulate',
  summary: 'Make a movie of blinking molecules, with its truth.',
  details: [
    'Writes the movie, the table of true emitters and, beside the movie, a .json with all parameters,',
    'by which localize, evaluate and info know camera and pixel size. The seed fixes everything.',
  ].join('\n'),
  positionals: [],
  options: {
    out: { type: 'text', value: 'movie.tif', about: 'the movie to write', required: true },
    truth: { type: 'text', value: 'truth.csv', about: 'the table of true emitters', default: 'movie.truth.csv beside it' },
    psf: { type: 'text', value: 'astigmatic|psf.json|…_3dcal.mat', about: 'point spread function', default: 'astigmatic' },
    camera: { type: 'text', value: 'camera.json|NAME', about: 'camera description, or a camera of `structloc cameras`', default: 'the EMCCD of the 2016 challenge' },
    sampling: { type: 'text', value: 'NAME|mixture.json', about: `where molecules are: ${kinds.filter((kind) => kind !== 'mixture').join(', ')}`, default: 'csr' },
    points: { type: 'text', value: 'table.csv', about: 'molecules at these positions (x, y, z in nm)' },
    'subpixel-shift': { type: 'number', value: 'NM', about: 'with --points: random lateral shift of every emission, full width', least: 0, default: '0' },
    density: { type: 'number', value: 'PER_UM2', about: 'emitters per µm² and frame', least: 1e-6 },
    'emitters-per-frame': { type: 'number', value: 'N', about: 'the same by number', least: 1e-6 },
    'nominal-density': { type: 'number', value: 'PER_UM2', about: 'as crowded as complete spatial randomness of this density', least: 1e-6 },
    photons: { type: 'number', value: 'FLUX', about: 'photons of an emitter in a frame in which it is on throughout', required: true, least: 1 },
    'photon-spread': { type: 'number', about: 'standard deviation between emitters, as a share', least: 0, default: '0.3' },
    background: { type: 'number', value: 'B', about: 'photons per pixel and frame', required: true, least: 0 },
    'on-time': { type: 'number', value: 'FRAMES', about: 'mean time on, frames', least: 0.01, default: '2' },
    'z-range': { type: 'range', value: 'A:B', about: 'axial range, nm', default: '-750:750' },
    'pixel-size': { type: 'number', value: 'NM', about: 'width of a pixel', least: 1, default: '100' },
    frames: { type: 'integer', about: 'number of frames', required: true, least: 1 },
    size: { type: 'integer', value: 'PX', about: 'width and height of a frame', required: true, least: 8, most: 4096 },
    seed: { type: 'integer', value: 'S', about: 'the same seed gives the same movie', required: true, least: 0 },
    workers: { type: 'integer', about: 'worker threads; the movie does not depend on it', least: 1 },
  },
  examples: ['simulate --out movie.tif --sampling microtubules --density 0.5 --photons 5000 --background 50 --frames 500 --size 64 --seed 1'],
  async run(_positionals, values, context) {
    const densities = [
      values.density === undefined ? undefined : { perUm2: values.density },
      values['emitters-per-frame'] === undefined ? undefined : { emittersPerFrame: values['emitters-per-frame'] },
      values['nominal-density'] === undefined ? undefined : { nominal_perUm2: values['nominal-density'] },
    ].filter((density) => density !== undefined)
    if (densities.length !== 1) throw new UsageError('Give exactly one of --density, --emitters-per-frame and --nominal-density.')
    if (!/\.tiff?$/i.test(values.out)) throw new UsageError(`--out is a .tif file; '${values.out}' was given.`)
    const { psf = 'astigmatic', background, size, frames, seed, workers } = values
    const onTime = values['on-time'] ?? 2
    const result = await runJob('simulate', {
      out: resolve(values.out), truth: values.truth === undefined ? undefined : resolve(values.truth),
      acquisition: {
        psf: psf === 'astigmatic' ? { type: 'astigmatic' } : await readPsf(psf, values['pixel-size'] ?? 100),
        camera: await givenCamera(values.camera) ?? challengeCamera,
        pixelSize: values['pixel-size'] ?? 100, zRange: [...(values['z-range'] ?? [-750, 750])] as [number, number],
        photons: values.photons, photonSpread: values['photon-spread'] ?? 0.3, background: [background, background], onTime_frames: [onTime, onTime],
      },
      sampling: await readSampling(values.sampling, values.points, values['subpixel-shift'] ?? 0),
      density: densities[0], width_px: size, height_px: size, frames, seed, workers,
    }, context)
    return {
      json: result,
      text: facts([
        ['movie', result.movie], ['truth', result.truth], ['description', result.description],
        ['frames', `${result.frames} of ${size}×${size} pixels`],
        ['emitters', `${result.emitters}, ${result.emittersPerFrame.toFixed(2)} per frame`],
        ['time', duration(result.seconds)],
      ]),
    }
  },
})
