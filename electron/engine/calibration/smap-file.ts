// SMAP's _3dcal.mat: SXY.cspline with its coefficients, as a file of MATLAB 5 or 7.3 (HDF5); the first of several channels or fields.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fromSmap, knotValues, toSmap, type SmapSpline } from '../../../core/calibration/smap.ts'
import { StructLocError } from '../../../core/errors.ts'
import type { CsplineSpec } from '../../../core/psf/psf.ts'
import { readHdf5, type Hdf5Reader } from '../tables/hdf5/hdf5-file.ts'
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
  if (isHdf5(bytes)) return readHdf5(path, (file) => splineIn(file, path))
  throw new StructLocError('invalid-input', `${path} is no MATLAB file; a calibration of SMAP (_3dcal.mat) was expected.`)
}

/** MATLAB 7.3 puts 512 bytes of its own before the signature. */
const isHdf5 = (bytes: Buffer): boolean => [0, 512].some((at) => bytes.toString('latin1', at, at + 8) === '\x89HDF\r\n\x1a\n')

const holds = 'SXY.cspline, by which SMAP keeps a calibration'

/** HDF5 names the axes the other way round; what a cell holds lies among the references. */
function splineIn(file: Hdf5Reader, path: string): SmapSpline {
  const place = ['SXY/cspline', 'cspline'].find((name) => file.has(`${name}/coeff`))
  if (place === undefined) throw new StructLocError('invalid-input', `${path} holds no ${holds}; it holds ${file.keys('').filter((name) => name !== '#refs#').join(', ') || 'nothing'}.`)
  const coefficients = [`${place}/coeff`, ...file.keys('#refs#').map((name) => `#refs#/${name}`)].map((name) => file.numbers(name)).find((found) => found?.shape.length === 4 && found.shape[0] === 64)
  if (!coefficients) throw new StructLocError('invalid-input', `${path}: SXY.cspline.coeff must be an array of y × x × z × 64 coefficients.`)
  const [, along, columns, rows] = coefficients.shape
  const number = numberOf(path, (name) => file.numbers(`${place}/${name}`)?.values[0])
  return { coefficients: coefficients.values instanceof Float32Array ? coefficients.values : Float64Array.from(coefficients.values), shape: [rows, columns, along], x0: number('x0', Math.floor(rows / 2) + 1), z0: number('z0'), dz: number('dz') }
}

/** Numbers by their names. @throws StructLocError where one is missing */
const numberOf = (path: string, find: (name: string) => number | undefined) => (name: string, usual?: number): number => {
  const found = find(name) ?? usual
  if (found === undefined || !Number.isFinite(found)) throw new StructLocError('invalid-input', `${path}: SXY.cspline.${name} is missing or no number.`)
  return found
}

const one = (value: MatValue | undefined): MatValue | undefined => (Array.isArray(value) ? value[0] : value)
const struct = (value: MatValue | undefined): MatStruct | undefined => {
  const first = one(value)
  return typeof first === 'object' && !Array.isArray(first) && !isArray(first) ? first : undefined
}

function splineOf(variables: MatStruct, path: string): SmapSpline {
  const cspline = struct(struct(variables.SXY)?.cspline) ?? struct(variables.cspline)
  if (!cspline) throw new StructLocError('invalid-input', `${path} holds no ${holds}; it holds ${Object.keys(variables).join(', ') || 'nothing'}.`)
  const coefficients = one(cspline.coeff)
  if (!isArray(coefficients) || coefficients.shape.length !== 4 || coefficients.shape[3] !== 64) throw new StructLocError('invalid-input', `${path}: SXY.cspline.coeff must be an array of y × x × z × 64 coefficients${isArray(coefficients) ? `; it is ${coefficients.shape.join(' × ')}` : ''}.`)
  const number = numberOf(path, (name) => {
    const value = one(cspline[name])
    return isArray(value) ? value.values[0] : undefined
  })
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
