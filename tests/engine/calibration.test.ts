// Calibrations through the engine and the command line: of simulated beads, and of the 2016 challenge's.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toSmap } from '../../core/calibration/smap.ts'
import { challengeCamera } from '../../core/camera/camera.ts'
import { adviseAcquisition } from '../../core/evaluation/advisor.ts'
import { psfSchema } from '../../core/psf/psf.ts'
import type { CalibrateArgs } from '../../electron/contract/calls.ts'
import type { CalibrateResult } from '../../electron/contract/results.ts'
import { readTrainingConfig } from '../../electron/engine/calibration/recipe-psf.ts'
import { readSmapCalibration } from '../../electron/engine/calibration/smap-file.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { openMovie } from '../../electron/engine/movies/open-movie.ts'
import { createTiffWriter } from '../../electron/engine/movies/tiff-writer.ts'
import { writeHdf5 } from '../../electron/engine/tables/hdf5/hdf5-file.ts'
import { apartBeads, beadCamera, beadStack, writeBeadStack } from '../fixtures/bead-stacks.ts'
import { sharedData } from '../fixtures/shared-data.ts'
import { temporary } from '../fixtures/door.ts'

const { file, remove } = temporary('calibration')
afterAll(remove)

async function calibrate(args: CalibrateArgs, signal?: AbortSignal): Promise<CalibrateResult> {
  const engine = createEngine()
  try {
    return await engine.run('calibrate', args, signal)
  } finally {
    await engine.close()
  }
}

const cli = (...more: string[]): string => execFileSync(process.execPath, [fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url)), ...more], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

describe('a calibration of simulated beads', () => {
  let result: CalibrateResult
  const args = { stack: file('beads.tif'), pixelSize: 100, zStep: 36, radius_px: 8, camera: beadCamera }
  beforeAll(async () => {
    await writeBeadStack(file('beads.tif'), apartBeads)
    result = await calibrate({ ...args, out: file('beads.psf.json'), smap: file('beads_3dcal.mat') })
  })

  test('writes the PSF, a report with every bead, the Gaussian, and a calibration for SMAP', () => {
    expect(psfSchema.parse(json(file('beads.psf.json')))).toEqual(result.psf)
    expect(result.files).toEqual([file('beads_3dcal.mat'), file('beads.psf.report.json'), file('beads.psf.report.html'), file('beads.psf.gaussian.json')])
    expect(psfSchema.parse(json(file('beads.psf.gaussian.json')))).toEqual(result.gaussian!.spec)
    expect(json(file('beads.psf.report.json'))).toMatchObject({ structloc: 'calibration', stack: args.stack, beads: apartBeads.map(() => ({ accepted: true })) })
    expect(readFileSync(file('beads.psf.report.html'), 'utf8').match(/<img src="data:image\/png/g)).toHaveLength(apartBeads.length)
  })

  test.each(['beads.psf.json', 'beads_3dcal.mat'])('is taken by a recipe that names %s beside it, and gives bounds', async (name) => {
    writeFileSync(file('recipe.json'), JSON.stringify({
      id: 'mine', title: 'Mine', seed: 1, sampling: { kind: 'csr' }, density_perUm2: [0.2, 1], network: { size: 'tiny' }, optimization: { targets: 100 },
      acquisition: { psf: { type: 'cspline', file: name }, camera: beadCamera, zRange: [-400, 300], photons: 5000, background: [40, 60], onTime_frames: [1, 2] },
    }))
    const { acquisition } = await readTrainingConfig(file('recipe.json'))
    expect(acquisition.psf).toMatchObject({ type: 'cspline', pixelSize: 100 })
    const { lateral, axial } = adviseAcquisition(acquisition)
    expect(lateral).toBeGreaterThan(3)
    expect(lateral).toBeLessThan(25)
    expect(axial).toBeLessThan(50)
  })

  test.each(['numbers', 'cells'])('of SMAP is read from a file of MATLAB 7.3, where its coefficients are %s', async (kind) => {
    const { coefficients, shape: [rows, columns, along], x0, z0, dz } = toSmap(result.psf)
    await writeHdf5(file('hdf5.mat'), (to) => {
      for (const group of ['SXY', 'SXY/cspline', '#refs#']) to.group(group)
      to.numbers(kind === 'cells' ? '#refs#/b' : 'SXY/cspline/coeff', coefficients as Float32Array, [64, along, columns, rows])
      if (kind === 'cells') to.numbers('SXY/cspline/coeff', Float64Array.of(1), [1, 1])
      for (const [name, value] of Object.entries({ x0, z0, dz })) to.numbers(`SXY/cspline/${name}`, Float64Array.of(value), [1, 1])
    })
    const [read, before] = [await readSmapCalibration(file('hdf5.mat'), 100), await readSmapCalibration(file('beads_3dcal.mat'), 100)]
    expect({ ...read, source: '' }).toEqual({ ...before, source: '' })
  })

  test('of a file that is no stack, of places that are none, and to a place that cannot be written ends in a sentence', async () => {
    writeFileSync(file('text.tif'), 'no stack')
    await expect(calibrate({ ...args, stack: file('text.tif') })).rejects.toThrow(/text\.tif/)
    writeFileSync(file('places.csv'), 'x_nm,y_nm\n100,abc\n')
    await expect(calibrate({ ...args, positions: file('places.csv') })).rejects.toThrow(/places\.csv, line 2: y is 'abc'/)
    writeFileSync(file('places.csv'), 'a,b\n1,2\n')
    await expect(calibrate({ ...args, positions: file('places.csv') })).rejects.toThrow(/must name columns x and y/)
    await expect(calibrate({ ...args, out: file('nowhere/psf.json') })).rejects.toMatchObject({ code: 'unwritable' })
    await expect(calibrate({ ...args, out: file(`${'x'.repeat(245)}.json`) })).rejects.toThrow(/\.report\.json cannot be written: its name has 257 bytes, 255 is the most/)
    mkdirSync(file('taken.report.html'))
    await expect(calibrate({ ...args, out: file('taken.json') })).rejects.toThrow(/taken\.report\.html is a folder/)
    await expect(calibrate({ ...args, zStep: 0 })).rejects.toThrow(/step from plane to plane is 0/)
  })

  test('that is stopped writes nothing', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 150)
    await expect(calibrate({ ...args, out: file('stopped.json') }, stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
    expect(existsSync(file('stopped.json'))).toBe(false)
  })

  test('of one channel of a file that holds two, with a camera by its name', async () => {
    const { width, height, planes, adu } = beadStack(apartBeads)
    const writer = await createTiffWriter(file('plain.tif'), { width, height, pixelType: 'uint16', frames: 2 * planes })
    for (let plane = 0; plane < planes; plane++) {
      await writer.append(new Uint16Array(width * height).fill(100))
      await writer.append(adu.slice(plane * width * height, (plane + 1) * width * height) as Uint16Array)
    }
    await writer.close()
    // As Micro-Manager's images without metadata: one page a file, channel and slice in its name.
    const folder = file('channels')
    mkdirSync(folder)
    const movie = await openMovie(file('plain.tif'))
    for (let page = 0; page < 2 * planes; page++) {
      const single = await createTiffWriter(join(folder, `img_000000000_${page % 2 ? 'beads' : 'dark'}_${String(page >> 1).padStart(3, '0')}.tif`), { width, height, pixelType: 'uint16', frames: 1 })
      await single.append(await movie.read(page, 1) as Uint16Array)
      await single.close()
    }
    await movie.close()
    await expect(calibrate({ ...args, stack: folder })).rejects.toThrow(/has 2 channels \(beads, dark\); say which one is the movie \(--channel 1 to 2\)/)
    const words = cli('calibrate', folder, '--channel', '1', '--camera', 'Zyla 4.2,quantumEfficiency=0.9', '--pixel-size', '100', '--z-step', '36', '--radius', '8', '--out', file('channel.json'))
    expect(words).toMatch(/beads\s+5 of 5 used/)
    expect(json(file('channel.report.json'))).toMatchObject({ noise: { from: 'camera' } })
  })

  test('on the command line tells what it found, and turns what SMAP has into a PSF', () => {
    const run = (...more: string[]): string => cli('calibrate', ...more)
    expect(run(file('beads_3dcal.mat'), '--pixel-size', '100', '--out', file('smap.json'))).toMatch(/as in SMAP's calibration: x0 9/)
    expect(psfSchema.parse(json(file('smap.json')))).toMatchObject({ type: 'cspline', source: 'beads_3dcal.mat' })
    const words = run(file('beads.tif'), '--pixel-size', '100', '--z-step', '36', '--radius', '8', '--out', file('again.json'))
    expect(words).toMatch(/beads\s+5 of 5 used/)
    expect(words).toMatch(/origin\s+x and y from the middle of a Gaussian/)
  })
})

const [astigmatic, flat, places] = ['beads-AS.tif', 'beads-2D.tif', 'beads-AS-positions.csv'].map((name) => sharedData(`smlm2016/${name}`))

describe("the challenge's beads", () => {
  test.skipIf(!astigmatic || !places)('with astigmatism: six of six, a residual under 3 % of the peak, depth of beads left out to 10 nm', async () => {
    const result = await calibrate({ stack: astigmatic!, positions: places!, pixelSize: 100, zStep: 10, z0Plane: 75, camera: challengeCamera })
    expect(result.beads.map(({ accepted }) => accepted)).toEqual(Array.from({ length: 6 }, () => true))
    expect(result.psf).toMatchObject({ zRange: [-750, 750], origin: expect.stringMatching(/given positions of the beads; z = 0 at plane 76/) as string })
    expect(result.psf.light).toMatch(/30000 photons/)
    expect(result.worstRms).toBeLessThan(0.03)
    for (const { rms } of result.leftOut.planes) expect(rms).toBeLessThan(0.03)
    // EMCCD values are skewed, and the fit's noise is that of their mean.
    expect(result.chi2).toBeGreaterThan(0.95)
    expect(result.chi2).toBeLessThan(1.15)
    expect(result.leftOut.what).toBe('beads')
    expect(result.leftOut.depthRms).toBeLessThan(10)
    expect(result.leftOut.astray).toBe(0)
    // γ below zero, and round at about +125 nm.
    expect(result.gaussian!.spec.gamma).toBeLessThan(-100)
    expect(result.gaussian!.spec.z0).toBeGreaterThan(100)
    expect(result.gaussian!.spec.z0).toBeLessThan(160)
    expect(result.usable).toEqual([-750, 750])
    expect(result.ambiguity).toBeUndefined()
  })

  test.skipIf(!astigmatic || !places)('with astigmatism: one of them alone, checked on planes left out, to 15 nm', async () => {
    const [head, first] = readFileSync(places!, 'utf8').split(/\r?\n/)
    writeFileSync(file('one.csv'), `${head}\n${first}\n`)
    const { beads, leftOut, chi2 } = await calibrate({ stack: astigmatic!, positions: file('one.csv'), pixelSize: 100, zStep: 10, z0Plane: 75, camera: challengeCamera })
    expect(beads).toMatchObject([{ accepted: true }])
    expect(leftOut.what).toBe('planes')
    for (const { rms } of leftOut.planes) expect(rms).toBeLessThan(0.03)
    expect(leftOut.depthRms).toBeLessThan(15)
    expect(leftOut.astray).toBe(0)
    expect(chi2).toBeLessThan(1.2)
  })

  test.skipIf(!flat)('without astigmatism: depth is said to be ambiguous', async () => {
    const result = await calibrate({ stack: flat!, pixelSize: 100, zStep: 10, radius_px: 8, camera: challengeCamera })
    expect(result.beads.filter(({ accepted }) => accepted)).toHaveLength(6)
    expect(result.worstRms).toBeLessThan(0.03)
    expect(result.psf.origin).toMatch(/sharpest/)
    expect(result.ambiguity!.share).toBeGreaterThan(0.25)
    expect(result.remarks.join(' ')).toMatch(/Depth is ambiguous: at 5000 photons/)
  })
})
