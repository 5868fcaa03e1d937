import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FrameBlock } from '../../../../electron/contract/api.ts'
import { FrameCache } from '../../../../renderer/movie/frame-cache.ts'
import { FrameLoader, type MovieShape } from '../../../../renderer/movie/frame-loader.ts'
import { Playback } from '../../../../renderer/movie/playback.ts'

const frame = (number: number, movie = 'm', binning = 1) => ({ movie, frame: number, width: 10, height: 10, binning, means: new Uint16Array(100 / binning ** 2) })

describe('frames in memory', () => {
  test('those used longest ago go first, and the bytes stay below the limit', () => {
    const cache = new FrameCache(1000)
    for (const number of [0, 1, 2, 3, 4]) cache.put(frame(number))
    cache.get('m', 0)
    cache.put(frame(5))
    expect(cache.bytes).toBe(1000)
    expect([0, 1, 2, 3, 4, 5].map((number) => cache.has('m', number))).toEqual([true, false, true, true, true, true])
  })

  test('a frame larger than the limit is still kept until the next comes', () => {
    const cache = new FrameCache(10)
    cache.put(frame(0))
    expect(cache.has('m', 0)).toBe(true)
    cache.put(frame(1))
    expect(cache.has('m', 0)).toBe(false)
  })

  test('one with all its pixels goes before one with fewer, which does for its own binning only', () => {
    const cache = new FrameCache()
    cache.put(frame(0, 'm', 2))
    expect([1, 2, 5].map((binning) => cache.get('m', 0, binning)?.binning)).toEqual([undefined, 2, undefined])
    cache.put(frame(0))
    expect([1, 2, 5].map((binning) => cache.get('m', 0, binning)?.binning)).toEqual([1, 1, 1])
    expect(cache.bytes).toBe(250)
    cache.forget('m')
    expect([cache.has('m', 0), cache.has('m', 0, 2), cache.bytes]).toEqual([false, false, 0])
  })

  test('a closed movie is forgotten, others are not', () => {
    const cache = new FrameCache()
    cache.put(frame(0, 'one'))
    cache.put(frame(0, 'other'))
    cache.forget('one')
    expect([cache.has('one', 0), cache.has('other', 0), cache.bytes]).toEqual([false, true, 200])
  })
})

interface Asked { first: number; count: number; binning: number; signal: AbortSignal; answer: () => Promise<void>; fail: () => Promise<void> }

/** A loader whose source answers when the test says so. */
function loading(shape: MovieShape = { movie: 'm', width: 10, height: 10, frames: 1000 }, enough = { binning: 1 }) {
  const asked: Asked[] = []
  const arrived: number[] = []
  const sharpness: string[] = []
  const failed: number[] = []
  const loader = new FrameLoader({
    binning: () => enough.binning,
    fetch(_movie, first, count, binning, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<FrameBlock>()
      signal.addEventListener('abort', () => reject(new Error('cancelled')))
      const settled = async (): Promise<void> => { for (let i = 0; i < 5; i++) await Promise.resolve() }
      asked.push({
        first, count, binning, signal,
        answer: () => {
          const size = 100 / binning ** 2
          resolve({ first, count, width: 10, height: 10, binning, values: Uint16Array.from({ length: size * count }, (_, i) => first + Math.floor(i / size)) })
          return settled()
        },
        fail: () => {
          reject(new Error('the file is gone'))
          return settled()
        },
      })
      return promise
    },
    arrived: ({ frame, binning, means }) => {
      expect(means[0]).toBe(frame)
      arrived.push(frame)
      sharpness.push(`${frame} by ${binning}`)
    },
    failed: (_error, number) => failed.push(number),
  })
  return { loader, asked, arrived, sharpness, failed, want: (number: number, travel?: 1 | -1) => loader.want(shape, number, travel) }
}

describe('bringing frames', () => {
  test('after the wanted frame the next ones are fetched ahead, in the direction of travel', async () => {
    const { asked, want, arrived } = loading()
    want(500)
    await asked[0].answer()
    expect(asked.slice(1).map(({ first, count }) => [first, first + count])).toEqual([[501, 533], [533, 565]])
    want(499)
    expect(asked.slice(1, 3).every(({ signal }) => signal.aborted)).toBe(true)
    await asked[3].answer()
    expect(asked.slice(4).map(({ first, count }) => [first, first + count])).toEqual([[467, 499], [435, 467]])
    expect(arrived).toEqual([500, 499])
  })

  test('a frame fetched ahead is shown without asking again, and single frames far ahead wait until a few are worth a request', async () => {
    const { asked, want, arrived } = loading()
    want(0)
    await asked[0].answer()
    await asked[1].answer()
    const before = asked.length
    want(1)
    expect(arrived).toEqual([0, 1])
    expect(asked).toHaveLength(before)
  })

  test('nothing beyond the first and the last frame is asked for', async () => {
    const { asked, want } = loading({ movie: 'm', width: 10, height: 10, frames: 3 })
    want(1)
    await asked[0].answer()
    await asked[1].answer()
    expect(asked.map(({ first, count }) => [first, count])).toEqual([[1, 1], [2, 1]])
  })

  test('while somebody scrubs, stale requests are cancelled and frames on the way are still shown', async () => {
    const { asked, want, arrived } = loading()
    for (const number of [10, 20, 30, 40]) want(number)
    expect(asked.map(({ first, signal }) => [first, signal.aborted])).toEqual([[10, false], [20, true], [30, true], [40, false]])
    await asked[0].answer()
    expect(arrived).toEqual([10])
    await asked[3].answer()
    expect(arrived).toEqual([10, 40])
  })

  test('an older frame never comes after the wanted one', async () => {
    const { asked, want, arrived } = loading()
    want(10)
    want(20)
    await asked[1].answer()
    expect(asked[0].signal.aborted).toBe(true)
    await asked[0].answer()
    expect(arrived).toEqual([20])
  })

  test('after a jump nothing is fetched ahead until the place was looked at for a moment', async () => {
    vi.useFakeTimers()
    try {
      const { asked, want } = loading()
      want(0)
      await asked[0].answer()
      const before = asked.length
      want(500)
      await asked[before].answer()
      expect(asked).toHaveLength(before + 1)
      want(800)
      await asked[before + 1].answer()
      vi.advanceTimersByTime(149)
      expect(asked).toHaveLength(before + 2)
      vi.advanceTimersByTime(1)
      expect(asked.slice(before + 2).map(({ first }) => first)).toEqual([801, 833])
    } finally {
      vi.useRealTimers()
    }
  })

  test('2048×2048 frames are fetched ahead one at a time, a few only', async () => {
    const { asked, want } = loading({ movie: 'm', width: 2048, height: 2048, frames: 100 })
    want(0)
    await asked[0].answer()
    expect(asked.slice(1).map(({ count }) => count)).toEqual([1, 1])
  })

  describe('with fewer pixels while they change', () => {
    beforeEach(() => { vi.useFakeTimers() })
    afterEach(() => { vi.useRealTimers() })

    test('the wanted one and those ahead come binned; all pixels follow after a moment, of the wanted one only', async () => {
      const { asked, want, sharpness } = loading(undefined, { binning: 2 })
      want(0)
      await asked[0].answer()
      await asked[1].answer()
      want(1)
      want(2)
      vi.advanceTimersByTime(149)
      expect(asked.every(({ binning }) => binning === 2)).toBe(true)
      vi.advanceTimersByTime(1)
      expect(asked.filter(({ binning }) => binning === 1).map(({ first, count }) => [first, count])).toEqual([[2, 1]])
      await asked.find(({ binning }) => binning === 1)!.answer()
      want(1)
      want(2)
      expect(sharpness).toEqual(['0 by 2', '1 by 2', '2 by 2', '2 by 1', '1 by 2', '2 by 1'])
    })

    test('all pixels of a frame that was left are not waited for', async () => {
      const { asked, want } = loading(undefined, { binning: 2 })
      want(0)
      await asked[0].answer()
      vi.advanceTimersByTime(150)
      const sharp = asked.find(({ binning }) => binning === 1)!
      want(0)
      expect(sharp.signal.aborted).toBe(false)
      want(200)
      expect(sharp.signal.aborted).toBe(true)
    })

    test('nearer, all pixels are asked for at once, also where fewer are on their way, and these are shown meanwhile', async () => {
      const enough = { binning: 2 }
      const { asked, want, sharpness, loader } = loading(undefined, enough)
      want(0)
      enough.binning = 1
      expect(loader.coming(0)).toBe(false)
      want(0)
      expect(asked.map(({ binning, signal }) => [binning, signal.aborted])).toEqual([[2, false], [1, false]])
      await asked[0].answer()
      expect(loader.ready(0)).toBe(false)
      await asked[1].answer()
      expect(sharpness).toEqual(['0 by 2', '0 by 1'])
    })

    test('a failure to get all pixels is told', async () => {
      const { asked, want, failed } = loading(undefined, { binning: 2 })
      want(0)
      await asked[0].answer()
      vi.advanceTimersByTime(150)
      await asked.find(({ binning }) => binning === 1)!.fail()
      expect(failed).toEqual([0])
    })
  })

  test('the next frame is waited for while it is on its way; one whose request failed is not', async () => {
    const { asked, want, loader } = loading()
    want(0)
    await asked[0].answer()
    expect([loader.coming(1), loader.ready(1)]).toEqual([true, false])
    await asked[1].answer()
    expect([loader.coming(1), loader.ready(1)]).toEqual([false, true])
    want(40)
    await asked[2].fail()
    expect(loader.coming(41)).toBe(false)
    expect(loader.coming(0)).toBe(false)
  })

  test('a failure is told for the wanted frame only', async () => {
    const { asked, want, failed } = loading()
    want(3)
    await asked[0].answer()
    await asked[1].fail()
    expect(failed).toEqual([])
    want(700)
    await asked.at(-1)!.fail()
    expect(failed).toEqual([700])
  })

  test('another movie cancels what was asked of the first', () => {
    const { asked, want, loader } = loading()
    want(3)
    loader.want({ movie: 'other', width: 10, height: 10, frames: 5 }, 0)
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false])
  })
})

describe('playing', () => {
  /** Repaints 60 times a second; frame n is there from `there(now)` on. */
  function play(rate_hz: number, seconds: number, ready: (now: number) => boolean): number {
    let next: ((now: number) => void) | undefined
    let now = 0
    let count = 0
    const playback = new Playback({
      rate_hz: () => rate_hz, ready: () => ready(now), advance: () => { count++ },
      nextRepaint: (callback) => { next = callback; return 1 }, cancelRepaint: () => { next = undefined },
    })
    playback.start()
    for (let i = 1; i <= seconds * 60; i++) {
      now = (i * 1000) / 60
      next?.(now)
    }
    playback.stop()
    expect(next).toBeUndefined()
    return count
  }

  test.each([1, 10, 20, 30, 60])('%i frames per second are shown on a screen of 60 Hz', (rate) => {
    expect(Math.abs(play(rate, 10, () => true) - 10 * rate)).toBeLessThanOrEqual(1)
  })

  test('a late frame is waited for, and the rest does not hurry after it', () => {
    expect(Math.abs(play(20, 10, (now) => now < 2000 || now > 5000) - 140)).toBeLessThanOrEqual(2)
  })
})
