// Movies and training streams from worker threads, and the stream's own program.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { tableFromIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { concatTables } from '../../core/localizations/table.ts'
import { createMovie, type MovieSpec } from '../../core/simulation/movie.ts'
import { simulateMovie, type MovieRun } from '../../electron/engine/simulation/movie.ts'
import { trainingStream } from '../../electron/engine/simulation/stream.ts'
import { recipe } from '../fixtures/recipe.ts'

const { acquisition } = recipe('csr-5000-50')
const spec: MovieSpec = {
  acquisition, sampling: { kind: 'microtubules' }, density: { perUm2: 1 }, width_px: 32, height_px: 24, frames: 40, seed: 3,
}

async function collect(run: MovieRun, given = spec) {
  const chunks = []
  for await (const chunk of simulateMovie(given, run)) chunks.push(chunk)
  return {
    firsts: chunks.map((chunk) => chunk.first),
    frames: Buffer.concat(chunks.map((chunk) => Buffer.from(chunk.frames.buffer))),
    truth: concatTables(chunks.map((chunk) => chunk.truth)),
  }
}

describe('a simulated movie', () => {
  it('and its truth are the same without workers and with one, two or three, in whatever chunks', async () => {
    const whole = createMovie(spec).simulate(0, spec.frames)
    for (const run of [{}, { workers: 1 }, { workers: 2, chunkFrames: 7 }, { workers: 3, chunkFrames: 3 }]) {
      const { frames, truth } = await collect(run)
      expect(Buffer.compare(frames, Buffer.from(whole.frames.buffer))).toBe(0)
      expect(truth).toEqual(whole.truth)
    }
  })

  it('of a nominal density is the same with workers and without', async () => {
    const nominal: MovieSpec = { ...spec, density: { nominal_perUm2: 1 }, frames: 6 }
    expect(Buffer.compare((await collect({}, nominal)).frames, (await collect({ workers: 2, chunkFrames: 2 }, nominal)).frames)).toBe(0)
  })

  it('comes in order, and only as far as it is taken', async () => {
    expect((await collect({ workers: 2, chunkFrames: 7 })).firsts).toEqual([0, 7, 14, 21, 28, 35])
    for await (const chunk of simulateMovie(spec, { workers: 2, chunkFrames: 7 })) {
      if (chunk.first === 7) break
    }
  })

  it('ends at an abort', async () => {
    const stop = new AbortController()
    let chunks = 0
    for await (const _ of simulateMovie(spec, { workers: 2, chunkFrames: 5, signal: stop.signal })) {
      if (++chunks === 2) stop.abort()
    }
    expect(chunks).toBe(2)
  })

  it('that cannot be says why, with workers, too', async () => {
    await expect(collect({ workers: 2 }, { ...spec, sampling: { kind: 'points', x: [1e6], y: [0], z: [0] } })).rejects.toThrow(/no molecule inside the field of view/)
  })
})

describe('the training stream', () => {
  const config = recipe('csr-5000-50', { crop_px: 16, window: 2, validation: { windows: 2, everyTargets: 100 } })

  it('goes on without end until it is aborted, and then closes as a stream should', async () => {
    const stop = new AbortController()
    const parts: Uint8Array[] = []
    for await (const part of trainingStream(config, { workers: 2, signal: stop.signal })) {
      parts.push(part)
      if (parts.length === 12) stop.abort()
    }
    const table = tableFromIPC(Buffer.concat(parts))
    expect(table.numRows).toBe(2 + 11 * config.optimization.batchWindows)
  })
})

describe('the stream’s program', () => {
  const program = fileURLToPath(new URL('../../electron/engine/simulation/stream-main.ts', import.meta.url))
  const config = fileURLToPath(new URL('../../models/recipes/csr-5000-50.json', import.meta.url))

  it('ends quietly when its reader goes away', async () => {
    const child = spawn(process.execPath, [program, '--config', config], { stdio: ['ignore', 'pipe', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', (data: Buffer) => { complaint += data.toString() })
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const [code] = await once(child, 'close') as [number]
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' })
  })
})
