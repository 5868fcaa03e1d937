// SMAP's _3dcal.mat: SXY.cspline with its coefficients, as a file of MATLAB 5 or 7.3 (HDF5); the first of several channels or fields.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fromSmap, knotValues, toSmap, type SmapSpline } from '../../../core/calibration/smap.ts'
import { StructLocError } from '../../../core/errors.ts'
import type { CsplineSpec } from '../../../core/psf/psf.ts'
import { placeFile } from '../tables/place-file.ts'
import { isArray, isMat5, readMat5, writeMat5, type MatArray, type MatStruct, type MatValue } from './mat5.ts'

/** The PSF in SMAP's file, on pixels of that size (the file does not say it). Errors name the file and what is missing. */
export async function readSmapCalibration(path: string, pixelSize: number): Promise<CsplineSpec> {
  return fromSmap(await readSpline(path), pixelSize, basename(path))
}

async function readSpline(path: string): Promise<SmapSpline> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new StructLocError(missing ? 'not-found' : 'unreadable', missing ? `${path} does not exist; a calibration of SMAP (_3dcal.mat) was expected.` : `${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
  if (isMat5(bytes)) return splineOf(readMat5(bytes, path), path)
  throw new StructLocError('unsupported', `${path} is no MATLAB file of version 5; in MATLAB, save it anew with save(…, '-v7').`)
}

const one = (value: MatValue | undefined): MatValue | undefined => (Array.isArray(value) ? value[0] : value)
const struct = (value: MatValue | undefined): MatStruct | undefined => {
  const first = one(value)
  return typeof first === 'object' && !Array.isArray(first) && !isArray(first) ? first : undefined
}

function splineOf(variables: MatStruct, path: string): SmapSpline {
  const cspline = struct(struct(variables.SXY)?.cspline) ?? struct(variables.cspline)
  if (!cspline) throw new StructLocError('invalid-input', `${path} holds no SXY.cspline, by which SMAP keeps a calibration; it holds ${Object.keys(variables).join(', ') || 'nothing'}.`)
  const coefficients = one(cspline.coeff)
  if (!isArray(coefficients) || coefficients.shape.length !== 4 || coefficients.shape[3] !== 64) throw new StructLocError('invalid-input', `${path}: SXY.cspline.coeff must be an array of y × x × z × 64 coefficients${isArray(coefficients) ? `; it is ${coefficients.shape.join(' × ')}` : ''}.`)
  const number = (name: string, usual?: number): number => {
    const value = one(cspline[name])
    const found = isArray(value) ? value.values[0] : usual
    if (found === undefined || !Number.isFinite(found)) throw new StructLocError('invalid-input', `${path}: SXY.cspline.${name} is missing or no number.`)
    return found
  }
  const [rows, columns, along] = coefficients.shape
  // Without x0 the emitter is in the middle.
  return { coefficients: coefficients.values, shape: [rows, columns, along], x0: number('x0', Math.floor(rows / 2) + 1), z0: number('z0'), dz: number('dz') }
}

const numbers = (...values: number[]): MatArray => ({ shape: [1, values.length], values: Float64Array.from(values) })
const none: MatArray = { shape: [0, 0], values: new Float64Array(0) }

/** Writes a PSF with the fields that SMAP looks for. */
export async function writeSmapCalibration(path: string, psf: CsplineSpec, emGain: boolean, about: string): Promise<void> {
  const { coefficients, shape, x0, z0, dz } = toSmap(psf)
  const planes = psf.depths - 2
  const values = knotValues(psf)
  // SMAP's axes: y, x, and depth the other way round.
  const stack = new Float32Array(values.length)
  for (let p = 0; p < planes; p++) for (let y = 0; y < psf.side; y++) for (let x = 0; x < psf.side; x++) stack[((planes - 1 - p) * psf.side + x) * psf.side + y] = values[(p * psf.side + y) * psf.side + x]
  const unlimited = numbers(-Infinity, Infinity)
  await placeFile(path, [writeMat5({
    SXY: {
      gausscal: none, cspline_all: none, gauss_sx2_sy2: none, gauss_zfit: none,
      cspline: { coeff: [{ shape: [...shape, 64], values: coefficients as Float32Array }], dz: numbers(dz), z0: numbers(z0), x0: numbers(x0), global: { isglobal: false }, mirror: numbers(0) },
      Xrangeall: unlimited, Yrangeall: unlimited, Xrange: unlimited, Yrange: unlimited, posind: numbers(1, 1), EMon: emGain, PSF: [{ shape: [psf.side, psf.side, planes], values: stack }],
    },
  }, about)])
}
