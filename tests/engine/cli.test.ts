// The command line's promises: exit codes, one JSON document, one clear sentence.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spotModel, structloc, type Finished } from '../fixtures/structloc.ts'

const folder = mkdtempSync(join(tmpdir(), 'structloc-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string): string => join(folder, name)

const simulation = ['--density', '0.3', '--photons', '5000', '--background', '50', '--frames', '40', '--size', '48', '--seed', '4']
const simulated: { result?: Finished } = {}
beforeAll(async () => {
  simulated.result = await structloc(['simulate', '--out', file('m.tif'), '--z-range', '-600:600', ...simulation, '--json'])
})

describe('help and wrong use', () => {
  test.each([
    [[], /A command is missing/],
    [['localise'], /no command 'localise'. Did you mean localize\?/],
    [['info'], /MOVIE is missing/],
    [['info', 'a.tif', 'b.tif'], /'b.tif' is one argument too many/],
    [['info', 'a.tif', '--jsn'], /no option --jsn. Did you mean --json\?/],
    [['localize', 'm.tif', '--out', 'l.csv'], /--model ID\|DIR is missing/],
    [['localize', 'm.tif', '--model', 'x', '--out', 'l.csv', '--frames', '5'], /--frames is two numbers, A:B; '5' was given/],
    [['localize', 'm.tif', '--model', 'x', '--out', 'l.csv', '--frames', '0:5'], /of at least 1/],
    [['localize', 'm.tif', '--model', 'x', '--out', 'l.csv', '--frames', '9:5'], /first number exceeds the second/],
    [['localize', 'm.tif', '--model', 'x', '--out', 'l.csv', '--provider', 'gpu'], /--provider is one of auto, cpu, webgpu, cuda, dml, coreml; 'gpu' was given/],
    [['localize', 'm.tif', '--model', 'x', '--out', 'l.csv', '--threshold', 'high'], /--threshold is a number from 0 to 1; 'high' was given/],
    [['simulate', '--out', 'm.tif', '--photons', '1000', '--background', '10', '--frames', '5', '--size', '32', '--seed', '1'], /exactly one of --density/],
    [['simulate', '--out', 'm.tif', ...simulation, '--sampling', 'ring'], /no sampling 'ring'. Did you mean rings\?/],
    [['simulate', '--out', '--json', ...simulation], /--out needs a value/],
    [['evaluate', 'l.csv', '--truth', 't.csv', '--gate', '100', '--gate', '200'], /--gate is given more than once/],
  ])('%j is wrong use: exit 2, nothing on stdout, the way to the help', async (args, sentence) => {
    const { code, stdout, stderr } = await structloc(args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(sentence)
    expect(stderr).toMatch(/--help/)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  test('--help names every command, and each command describes its options', async () => {
    const { code, stdout } = await structloc(['--help'])
    expect(code).toBe(0)
    for (const name of ['info', 'simulate', 'train', 'models', 'localize', 'evaluate', 'doctor', 'demo']) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    const options = {
      simulate: ['out', 'truth', 'psf', 'camera', 'sampling', 'points', 'density', 'emitters-per-frame', 'nominal-density', 'photons', 'photon-spread', 'background', 'on-time', 'z-range', 'frames', 'size', 'seed'],
      train: ['config', 'minutes', 'targets', 'resume', 'out'],
      localize: ['model', 'frames', 'provider', 'camera', 'threshold', 'workspace', 'resume', 'out'],
      evaluate: ['truth', 'pixel-size', 'size', 'gate', 'axial-gate', 'border'],
    }
    for (const [name, all] of Object.entries(options)) {
      const help = await structloc([name, '--help'])
      expect(help.code).toBe(0)
      for (const option of [...all, 'json']) expect(help.stdout).toContain(`--${option}`)
    }
  })
})

describe('failures are one sentence and exit 1', () => {
  test('a movie that is not there', async () => {
    const { code, stdout, stderr } = await structloc(['info', file('none.tif'), '--json'])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(file('none.tif'))
  })

  test('a model that is not there: the sentence names where it was looked for', async () => {
    const { code, stderr } = await structloc(['localize', file('m.tif'), '--model', 'nothing-like-it', '--out', file('x.csv')])
    expect(code).toBe(1)
    expect(stderr).toMatch(/no model 'nothing-like-it'/)
  })

  test('an output folder that is not there is said before the work', async () => {
    const { code, stderr } = await structloc(['localize', file('m.tif'), '--model', spotModel, '--out', file('no/where.csv')])
    expect(code).toBe(1)
    expect(stderr).toMatch(/folder .*no does not exist/)
  })

  test('frames that the movie does not have', async () => {
    const { code, stderr } = await structloc(['localize', file('m.tif'), '--model', spotModel, '--out', file('x.csv'), '--frames', '1:41'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/Frames 1:41 were asked for; .* has frames 1:40/)
  })

  test('a camera description with a wrong value: file, place and value', async () => {
    writeFileSync(file('camera.json'), JSON.stringify({ type: 'ccd', quantumEfficiency: 1.5, electronsPerAdu: 1, baseline_adu: 100, readNoise_e: 1 }))
    const { code, stderr } = await structloc(['localize', file('m.tif'), '--model', spotModel, '--out', file('x.csv'), '--camera', file('camera.json')])
    expect(code).toBe(1)
    expect(stderr).toMatch(/camera\.json.*quantumEfficiency/)
  })

  test('a damaged table: file and line', async () => {
    writeFileSync(file('bad.csv'), '"id","frame","x [nm]","y [nm]","z [nm]"\n1,1,10,20,30\n2,1,ten,20,30\n')
    const { code, stderr } = await structloc(['evaluate', file('bad.csv'), '--truth', file('m.truth.csv')])
    expect(code).toBe(1)
    expect(stderr).toMatch(/bad\.csv, line 3, column 'x \[nm\]': 'ten'/)
  })

  test('STRUCTLOC_DEBUG=1 shows where the error came from', async () => {
    const { stderr } = await structloc(['info', file('none.tif')], { STRUCTLOC_DEBUG: '1' })
    expect(stderr).toMatch(/\n\s+at /)
  })
})

describe('simulate', () => {
  test('writes movie, truth and description, and says so in one JSON document', () => {
    const { code, stdout } = simulated.result!
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ movie: file('m.tif'), truth: file('m.truth.csv'), description: file('m.json'), width: 48, height: 48, frames: 40 })
    const description = JSON.parse(readFileSync(file('m.json'), 'utf8')) as Record<string, unknown>
    expect(description).toMatchObject({
      movie: 'm.tif', truth: 'm.truth.csv', seed: 4, frames: 40, width_px: 48, density: { perUm2: 0.3 }, sampling: { kind: 'csr' },
      acquisition: { zRange: [-600, 600], photons: 5000, background: [50, 50], camera: { type: 'emccd', emGain: 300 } },
    })
  })

  test('the same seed gives the same movie, whatever the number of threads', async () => {
    const { code } = await structloc(['simulate', '--out', file('again.tif'), '--z-range', '-600:600', ...simulation, '--workers', '2'])
    expect(code).toBe(0)
    expect(readFileSync(file('again.tif')).equals(readFileSync(file('m.tif')))).toBe(true)
    expect(readFileSync(file('again.truth.csv'), 'utf8')).toBe(readFileSync(file('m.truth.csv'), 'utf8'))
  })

  test('molecules of a given table', async () => {
    const { code } = await structloc(['simulate', '--out', file('p.tif'), '--points', file('m.truth.csv'), '--emitters-per-frame', '2', ...simulation.slice(2)])
    expect(code).toBe(0)
    const column = (name: string): Set<string> => new Set(readFileSync(file(name), 'utf8').split('\n').slice(1, -1).map((line) => line.split(',')[2]))
    const given = column('m.truth.csv')
    expect([...column('p.truth.csv')].filter((x) => !given.has(x))).toEqual([])
  })
})

describe('info, localize, evaluate', () => {
  test('info finds camera and pixel size beside the movie', async () => {
    const { code, stdout } = await structloc(['info', file('m.tif'), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ frames: 40, width: 48, height: 48, pixelType: 'uint16', pixelSize: 100, camera: { type: 'emccd' }, truth: file('m.truth.csv') })
  })

  test('a movie is localized and scored; the tables agree', async () => {
    const localized = await structloc(['localize', file('m.tif'), '--model', spotModel, '--provider', 'cpu', '--out', file('l.csv'), '--json'])
    expect(localized.code).toBe(0)
    const result = JSON.parse(localized.stdout) as { localizations: number }
    expect(result).toMatchObject({ out: file('l.csv'), frames: 40, provider: 'cpu', cameraFrom: 'movie', model: { id: 'test.bright-spots' } })
    expect(readFileSync(file('l.csv'), 'utf8').trim().split('\n')).toHaveLength(result.localizations + 1)
    expect(JSON.parse(readFileSync(file('l.json'), 'utf8'))).toMatchObject({ complete: true, width_px: 48, pixelSize: 100, localizations: result.localizations })

    const scores = []
    for (const table of ['l.csv', 'l.arrow']) {
      const { code, stdout } = await structloc(['evaluate', file(table), '--truth', file('m.truth.csv'), '--json'])
      expect(code).toBe(0)
      scores.push(JSON.parse(stdout) as Record<string, number>)
    }
    const [score] = scores
    for (const name of ['tp', 'fp', 'fn', 'jaccard', 'rmseLateral', 'rmseAxial', 'rmseVolumetric', 'efficiencyLateral', 'efficiencyAxial', 'efficiency3d']) {
      expect(score[name], name).toBeTypeOf('number')
    }
    expect(score.jaccard).toBeCloseTo(score.tp / (score.tp + score.fp + score.fn), 10)
    expect(score.rmseVolumetric).toBeCloseTo(Math.hypot(score.rmseLateral, score.rmseAxial), 6)
    expect(score.efficiency3d).toBeCloseTo((score.efficiencyLateral + score.efficiencyAxial) / 2, 10)
    expect(score.fieldOfView).toMatchObject({ width: 4800, height: 4800, from: 'described' })
    expect(score.nominalDensity_perUm2).toBeGreaterThan(0.2)
    expect(score.nominalDensity_perUm2).toBeLessThan(0.4)
    expect(score.calibration).toMatchObject({ x: { pairs: score.tp }, z: { pairs: score.tp } })
    expect([scores[1].tp, scores[1].fp, scores[1].fn]).toEqual([score.tp, score.fp, score.fn])
  })

  test('--frames A:B counts from 1, both included, and gives the rows of the whole movie', async () => {
    const { code } = await structloc(['localize', file('m.tif'), '--model', spotModel, '--provider', 'cpu', '--out', file('part.csv'), '--frames', '3:7'])
    expect(code).toBe(0)
    const rows = (name: string): string[][] => readFileSync(file(name), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').slice(1))
    expect(rows('part.csv')).toEqual(rows('l.csv').filter(([frame]) => Number(frame) >= 3 && Number(frame) <= 7))
    const evaluate = async (...more: string[]) => JSON.parse((await structloc(['evaluate', ...more, '--truth', file('m.truth.csv'), '--json'])).stdout) as Record<string, unknown>
    const [part, whole] = [await evaluate(file('part.csv')), await evaluate(file('l.csv'), '--frames', '3:7')]
    expect(part.frames).toEqual({ first: 3, last: 7 })
    expect(part).toEqual(whole)
  })

  test('a table scored against itself is perfect', async () => {
    const { stdout } = await structloc(['evaluate', file('m.truth.csv'), '--truth', file('m.truth.csv'), '--size', '48', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ fp: 0, fn: 0, jaccard: 1, rmseVolumetric: 0, efficiency3d: 100 })
  })

  test('a background for which the model was not trained is said in plain words', async () => {
    await structloc(['simulate', '--out', file('bright.tif'), ...simulation.map((value) => (value === '50' ? '300' : value))])
    const { code, stderr } = await structloc(['localize', file('bright.tif'), '--model', spotModel, '--provider', 'cpu', '--out', file('bright.csv')])
    expect(code).toBe(0)
    const found = /background is about (\d+) photons per pixel; model test\.bright-spots was trained for 50/.exec(stderr)
    // The estimate: within 10 % of the 300 it was simulated with.
    expect(Number(found?.[1])).toBeGreaterThan(270)
    expect(Number(found?.[1])).toBeLessThan(330)
    const same = await structloc(['localize', file('m.tif'), '--model', spotModel, '--provider', 'cpu', '--out', file('same.csv')])
    expect(same.stderr).not.toMatch(/Warning/)
  })
})

describe('models and doctor', () => {
  test('models lists own models with what they are for', async () => {
    const { code, stdout } = await structloc(['models', '--json'], { STRUCTLOC_MODELS: join(spotModel, '..') })
    expect(code).toBe(0)
    const models = JSON.parse(stdout) as { id: string }[]
    expect(models.find(({ id }) => id === 'test.bright-spots')).toMatchObject({
      title: expect.any(String), sampling: 'csr', photons: 5000, background: [50, 50], origin: 'own',
    })
  })

  test('doctor tries every part and says what to do about what is missing', async () => {
    const { code, stdout } = await structloc(['doctor', '--json'], { STRUCTLOC_PYTHON: '/nowhere/python' })
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as { checks: { name: string; ok: boolean; advice?: string }[] }
    const check = (name: string): (typeof report.checks)[number] => report.checks.find((one) => one.name === name)!
    for (const name of ['Node', 'ONNX Runtime', 'SQLite', 'Disk']) expect(check(name).ok, name).toBe(true)
    expect(check('Trainer')).toMatchObject({ ok: false, advice: expect.stringContaining('setup:trainer') })
  })
})
