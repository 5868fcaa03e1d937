import { describe, expect, test } from 'vitest'
import { challengeCamera } from '../../../../core/camera/camera.ts'
import type { ModelSummary } from '../../../../electron/contract/results.ts'
import type { OpenMovie } from '../../../../renderer/movie/index.ts'
import { askOf, cacheKey, sameNetworkOutput } from '../../../../renderer/preview/preview-ask.ts'

const movie = { id: '/data/cells.tif', frame: 7, details: {} } as OpenMovie
const model = { id: 'csr' } as ModelSummary
const assumed = { camera: challengeCamera, cameraFrom: 'model', pixelSize: 100, pixelSizeFrom: 'movie' } as const
const ask = askOf(movie, model, assumed, 0.4, 'auto')

describe('a question for the preview', () => {
  test('names camera and pixel size only where a person gave them: the engine knows the others itself', () => {
    expect(ask).toMatchObject({ movie: '/data/cells.tif', frame: 7, model: 'csr', threshold: 0.4, camera: undefined, pixelSize: undefined })
    expect(askOf(movie, model, { ...assumed, cameraFrom: 'given', pixelSizeFrom: 'given' }, 0.4, 'auto')).toMatchObject({ camera: challengeCamera, pixelSize: 100 })
  })

  test('with another threshold needs the same output of the network, with another camera a new one', () => {
    expect(sameNetworkOutput(ask, { ...ask, threshold: 0.9 }, 0)).toBe(true)
    expect(sameNetworkOutput(ask, { ...ask, camera: challengeCamera }, 0)).toBe(false)
    expect(sameNetworkOutput(ask, { ...ask, frame: 8 }, 0)).toBe(false)
    expect(sameNetworkOutput(ask, { ...ask, frame: 8 }, 2)).toBe(true)
  })

  test('has an answer of its own for each threshold', () => {
    expect(cacheKey(ask)).not.toBe(cacheKey({ ...ask, threshold: 0.9 }))
    expect(cacheKey(ask)).toBe(cacheKey({ ...ask }))
  })
})
