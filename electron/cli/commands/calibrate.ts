// structloc calibrate BEADS --pixel-size 100 --z-step 10 --out psf.json
import { resolve } from 'node:path'
import { readSmapCalibration } from '../../engine/calibration/smap-file.ts'
import { writeJson } from '../../engine/json-file.ts'
import { cameraOptions, givenCamera } from '../camera-option.ts'
import { defineCommand, UsageError, type Outcome } from '../command.ts'
import { duration, runJob } from '../engine-run.ts'
import { movieOpening, movieOptions } from '../movie-options.ts'
import { facts, grid } from '../rows.ts'

export const command = defineCommand({
  name: 'calibrate',
  summary: 'A PSF from a stack of beads.',
  details: [
    'BEADS is a stack of beads on a coverslip, one plane a step. Writes the PSF (a cubic spline), and beside it a report with',
    'every bead\'s picture (.report.html), all numbers (.report.json) and the astigmatic Gaussian that fits best (.gaussian.json).',
    'A recipe takes it: "acquisition": { "psf": { "type": "cspline", "file": "psf.json" }, … }; simulate takes it with --psf.',
    'BEADS may be a calibration of SMAP (_3dcal.mat), which is turned into a PSF.',
  ].join('\n'),
  positionals: [{ name: 'BEADS', about: 'a stack of beads (TIFF), or a calibration of SMAP (_3dcal.mat)' }],
  options: {
    'pixel-size': { type: 'number', value: 'NM', about: 'width of a pixel', required: true, least: 1 },
    'z-step': { type: 'number', value: 'NM', about: 'from plane to plane; below zero where the stack was taken downwards; a stack needs it' },
    out: { type: 'text', value: 'psf.json', about: 'the PSF to write', required: true },
    'z0-plane': { type: 'number', value: 'N', about: 'plane of z = 0, counted from 1', least: 1, default: 'where the spot is round, or sharpest' },
    positions: { type: 'text', value: 'TABLE.csv', about: "the beads' true places: x and y in nm, photons", default: 'found in the stack' },
    moved: { type: 'text', about: 'what was moved: with the objective, depth runs the other way', choices: ['stage', 'objective'], default: 'stage' },
    'depth-factor': { type: 'number', value: 'F', about: 'depth that a step of 1 nm makes (refractive indices)', least: 0.01, most: 3, default: '1' },
    radius: { type: 'integer', value: 'PX', about: 'half-width of the window about a bead', least: 4, most: 40, default: '13' },
    camera: { ...cameraOptions.camera, about: 'camera description, or a camera of `structloc cameras`', default: 'none: the noise is read off the stack' },
    photons: { type: 'number', about: 'photons for which bounds are worked out', least: 1, default: '5000' },
    background: { type: 'number', about: 'background for which bounds are worked out', least: 0, default: '50' },
    smap: { type: 'text', value: 'FILE_3dcal.mat', about: "SMAP's calibration, to write besides" },
    ...movieOptions,
  },
  examples: ['calibrate beads.tif --pixel-size 100 --z-step 10 --out psf.json', 'calibrate beads.tif --pixel-size 100 --z-step 50 --moved objective --depth-factor 0.72 --camera camera.json --out psf.json'],
  async run([stack], values, context) {
    if (/\.mat$/i.test(stack)) return fromSmap(resolve(stack), values['pixel-size'], resolve(values.out))
    if (values['z-step'] === undefined) throw new UsageError('A stack of beads needs --z-step, the distance of its planes in nm.')
    const { positions, moved = 'stage', radius, camera, photons, background, smap } = values
    const result = await runJob('calibrate', {
      stack: resolve(stack), out: resolve(values.out), smap: smap === undefined ? undefined : resolve(smap),
      positions: positions === undefined ? undefined : resolve(positions), pixelSize: values['pixel-size'], zStep: values['z-step'],
      z0Plane: values['z0-plane'] === undefined ? undefined : values['z0-plane'] - 1, moved: moved as 'stage' | 'objective', depthFactor: values['depth-factor'],
      radius_px: radius, camera: await givenCamera(camera), opening: movieOpening(values), photons, background_photons: background,
    }, context)
    const { beads, leftOut, usable, gaussian, psf, files } = result
    const nm = (value: number): string => value.toFixed(0)
    return {
      json: result,
      text: [
        facts([
          ['PSF', result.out],
          ['beside it', files.join('\n               ')],
          ['beads', `${beads.filter(({ accepted }) => accepted).length} of ${beads.length} used`],
          ['origin', psf.origin],
          ['light', psf.light],
          ['residual', `${(100 * result.worstRms).toFixed(2)} % of the peak at most, χ² ${result.chi2.toFixed(2)} a pixel`],
          [`left out`, `${leftOut.what}: depth ${leftOut.depthRms.toFixed(1)} nm off (root mean square), ${(100 * leftOut.astray).toFixed(1)} % astray`],
          ['usable depth', usable ? `${nm(usable[0])} … ${nm(usable[1])} nm (axial bound under ${result.axialLimit} nm)` : `none: no depth has an axial bound under ${result.axialLimit} nm`],
          ['Gaussian', gaussian ? `σ0 ${nm(gaussian.spec.sigma0)} nm, γ ${nm(gaussian.spec.gamma)} nm, d ${nm(gaussian.spec.d)} nm, round at ${nm(gaussian.spec.z0 ?? 0)} nm; widths ${gaussian.rms.toFixed(1)} nm off` : 'none fits'],
          ['time', duration(result.seconds)],
        ]),
        '', grid(['bead', 'x nm', 'y nm', ''], beads.map(({ number, x, y, accepted, reason }) => [number, nm(x), nm(y), accepted ? 'used' : `not used: ${reason}`])),
      ].join('\n'),
    }
  },
})

/** Turns SMAP's calibration into a PSF. */
async function fromSmap(path: string, pixelSize: number, out: string): Promise<Outcome> {
  const psf = await readSmapCalibration(path, pixelSize)
  await writeJson(out, psf)
  return { json: { psf, out }, text: facts([['PSF', out], ['from', psf.source], ['origin', psf.origin], ['light', psf.light], ['depth', `${psf.zRange[0].toFixed(0)} … ${psf.zRange[1].toFixed(0)} nm`]]) }
}
