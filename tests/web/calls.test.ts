// Calls over plain HTTP, for large answers: the same answers and errors as through the socket, and nothing goes on for who has left.
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../electron/contract/api.ts'
import type { Door } from '../../electron/contract/connection.ts'
import { binnedFrames } from '../../core/rendering/binned.ts'
import { packMessage } from '../../electron/contract/messages.ts'
import { unpackParts } from '../../electron/contract/message-parts.ts'
import { writeSmallMovie } from '../e2e/movies.ts'
import { client, startHost, type RunningHost } from './running-host.ts'

let web: RunningHost
beforeAll(async () => { web = await startHost() })
afterAll(() => web.stop())

async function call({ origin, token }: RunningHost, name: string, args: unknown): Promise<Answer<unknown>> {
  const answer = await fetch(`${origin}/call`, { method: 'POST', headers: { origin, authorization: `Bearer ${token}` }, body: packMessage([name, args]) as Uint8Array<ArrayBuffer> })
  expect(answer.status).toBe(200)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  let at = 0
  const answered = await unpackParts((length) => Promise.resolve(bytes.slice(at, at += length)))
  expect(at).toBe(bytes.length)
  return answered as Answer<unknown>
}

describe('a call over HTTP', () => {
  test('has the answer that the socket has', async () => {
    const { movie } = await writeSmallMovie(web.root, { frames: 5 })
    const { engine, socket } = await client(web)
    const frames = await engine.call('frames', { movie, first: 1, count: 3 })
    expect(frames.values).toBeInstanceOf(Uint16Array)
    expect(frames.values.some((value) => value > 0)).toBe(true)
    expect(await call(web, 'frames', { movie, first: 1, count: 3 })).toEqual({ ok: true, value: frames })
    socket.terminate()
  })
  test('gives frames by the means of their pixels, where they are asked for so', async () => {
    const { movie } = await writeSmallMovie(web.root, { frames: 2 })
    const { engine, socket } = await client(web)
    const { width, height, values } = await engine.call('frames', { movie, first: 0, count: 2 })
    const answer = await call(web, 'frames', { movie, first: 0, count: 2, binning: 3 })
    expect(answer).toMatchObject({ ok: true, value: { count: 2, width, height, binning: 3, values: binnedFrames(values, width, height, 3) } })
    await expect(engine.call('frames', { movie, first: 0, count: 1, binning: 9 })).rejects.toMatchObject({ code: 'invalid-input' })
    socket.terminate()
  })
  test('has the errors that the socket has, those of paths outside among them', async () => {
    const { engine, socket } = await client(web)
    for (const [name, args] of [['frames', { movie: join(web.outside, 'secret.tif'), first: 0, count: 1 }], ['frames', { movie: 7 }], ['runRows', { run: 99, from: 0 }], ['constructor', {}]] as const) {
      const error = await engine.call(name as 'frames', args as never).catch((error: { code: string; message: string }) => ({ code: error.code, message: error.message }))
      expect(error).toHaveProperty('code')
      expect(await call(web, name, args)).toEqual({ ok: false, error: expect.objectContaining(error) as unknown })
    }
    socket.terminate()
  })
  test('is aborted when the asker leaves', async () => {
    const asked = Promise.withResolvers<AbortSignal>()
    const door: Door = {
      call: (_name, _args, signal) => {
        asked.resolve(signal)
        return new Promise(() => undefined)
      },
      listen: () => () => undefined,
    }
    const host = await startHost({ door })
    try {
      const leaving = request({ host: '127.0.0.1', port: host.port, path: '/call', method: 'POST', headers: { host: host.host, origin: host.origin, authorization: `Bearer ${host.token}` } })
      leaving.on('error', () => undefined)
      leaving.end(packMessage(['frames', {}]))
      const signal = await asked.promise
      expect(signal.aborted).toBe(false)
      const aborted = new Promise((resolve) => { signal.addEventListener('abort', resolve) })
      leaving.destroy()
      await aborted
    } finally {
      await host.stop()
    }
  })
})
