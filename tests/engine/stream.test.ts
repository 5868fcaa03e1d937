import { tableFromIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { createWindows } from '../../core/training/window.ts'
import { trainingStream, type StreamOptions } from '../../electron/engine/simulation/stream.ts'
import { recipe } from '../fixtures/recipe.ts'

const config = recipe('csr-5000-50', { crop_px: 16, window: 2, validation: { windows: 4, everyTargets: 100 } })

async function bytes(options: StreamOptions): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of trainingStream(config, options)) parts.push(part)
  return Buffer.concat(parts)
}

describe('the training stream', () => {
  it('is the same bytes with one, two and three workers', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((workers) => bytes({ workers, windows: 20 })))
    expect(Buffer.compare(one, two)).toBe(0)
    expect(Buffer.compare(one, three)).toBe(0)
  })

  it('holds the validation windows first, then the training windows, as they are', async () => {
    const table = tableFromIPC(await bytes({ windows: 7 }))
    expect(table.numRows).toBe(11)
    expect([...table.getChild('role')!]).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
    expect([...table.getChild('index')!]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6])
    const expected = createWindows(config)('training', 5)
    const row = table.get(9)!
    expect([...row.photons]).toEqual([...expected.photons])
    expect([...row.emitters].flatMap((emitter: Iterable<number>) => Array.from(emitter))).toEqual([...expected.emitters])
    expect(row.background).toBe(Math.fround(expected.background_photons))
  })

  it('goes on at any window', async () => {
    const [all, rest] = await Promise.all([bytes({ windows: 9 }), bytes({ firstWindow: 6, windows: 3 })])
    const [a, b] = [tableFromIPC(all), tableFromIPC(rest)]
    expect([...b.get(6)!.photons]).toEqual([...a.get(12)!.photons])
  })

  it('ends with the error of a worker', async () => {
    const broken = { ...config, sampling: { kind: 'spirals' } }
    await expect(trainingStream(broken).next()).rejects.toThrow(/no sampling 'spirals'/)
  })
})
