// The engine's door: what is checked there, and how errors cross it.
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { StructLocError } from '../../../core/errors.ts'
import { challengeCamera } from '../../../core/camera/camera.ts'
import { evaluateArgs, localizeArgs, simulateArgs, trainArgs } from '../../../electron/contract/calls.ts'
import { fromCodedError, parseAtDoor, toCodedError } from '../../../electron/contract/errors.ts'
import { isOver, jobStates } from '../../../electron/contract/jobs.ts'
import { recipe } from '../../fixtures/recipe.ts'

const simulate = {
  out: 'movie.tif', sampling: { kind: 'csr' }, density: { perUm2: 1 }, width_px: 64, height_px: 64, frames: 10, seed: 1,
  acquisition: { psf: { type: 'astigmatic' }, camera: challengeCamera, zRange: [-750, 750], photons: 5000, background: [50, 50], onTime_frames: [2, 2] },
}

describe('arguments', () => {
  test('get the defaults of the field', () => {
    expect(evaluateArgs.parse({ localizations: 'a.csv', truth: 'b.csv' })).toMatchObject({ gate: 250, axialGate: 500, border: 450 })
    expect(simulateArgs.parse(simulate).acquisition).toMatchObject({ pixelSize: 100, photonSpread: 0.3, psf: { sigma0: 130, gamma: 250, d: 400 } })
    expect(localizeArgs.parse({ movie: 'm.tif', model: 'csr', out: 'l.csv' })).toMatchObject({ provider: 'auto', resume: false })
    expect(trainArgs.parse({ config: recipe('csr-5000-50'), out: 'model' })).toMatchObject({ resume: false, threads: 1, workers: 1 })
  })

  test.each([
    [simulateArgs, { ...simulate, frames: 0 }, /frames/],
    [simulateArgs, { ...simulate, density: {} }, /density/],
    [simulateArgs, { ...simulate, density: { perUm2: 1, emittersPerFrame: 2 } }, /density/],
    [simulateArgs, { ...simulate, photons: 5000 }, /photons/],
    [simulateArgs, { ...simulate, acquisition: { ...simulate.acquisition, zRange: [750, -750] } }, /acquisition\.zRange: the first value must not exceed the second/],
    [localizeArgs, { movie: 'm.tif', model: 'csr', out: 'l.csv', provider: 'gpu' }, /provider/],
    [localizeArgs, { movie: '', model: 'csr', out: 'l.csv' }, /movie/],
    [evaluateArgs, { localizations: 'a.csv', truth: 'b.csv', gate: -1 }, /gate/],
    [trainArgs, { config: { ...recipe('csr-5000-50'), density_perUm2: [0, 3] }, out: 'm' }, /config\.density_perUm2\.0/],
  ])('that are wrong are refused with the place (%#)', (schema, value, place) => {
    expect(() => parseAtDoor(schema as z.ZodType, value, 'simulate')).toThrow(expect.objectContaining({ code: 'invalid-input', message: expect.stringMatching(place) }))
  })

  test('survive the way through a table of jobs as JSON', () => {
    for (const [schema, value] of [[simulateArgs, simulate], [trainArgs, { config: recipe('microtubules-5000-50'), out: 'm' }]] as const) {
      const parsed = schema.parse(value)
      expect(schema.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed)
    }
  })
})

describe('errors', () => {
  test('keep code and sentence as plain data', () => {
    const coded = toCodedError(new StructLocError('not-found', 'a.tif does not exist'))
    expect(structuredClone(coded)).toEqual({ code: 'not-found', message: 'a.tif does not exist' })
    expect(fromCodedError(coded)).toMatchObject({ name: 'StructLocError', code: 'not-found', message: 'a.tif does not exist' })
  })

  test('of the program itself are internal', () => {
    expect(toCodedError(new TypeError('x is undefined'))).toEqual({ code: 'internal', message: 'x is undefined' })
    expect(toCodedError('words')).toEqual({ code: 'internal', message: 'words' })
  })
})

test('a job is over when nothing more happens by itself', () => {
  expect(jobStates.filter((state) => !isOver(state))).toEqual(['queued', 'running'])
})
