// The running web host, sent what is no proper call by somebody who has the token.
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { packMessage, unpackMessage } from '../../electron/contract/messages.ts'
import { socketLimits } from '../../electron/web/sockets.ts'
import { client, closed, openSocket, startHost, type RunningHost } from './running-host.ts'

let web: RunningHost
beforeEach(async () => { web = await startHost({ limits: { ...socketLimits, sockets: 3, messageBytes: 2 ** 20, silence_ms: 300 } }) })
afterEach(() => web.stop())

async function socketOf(running: RunningHost): Promise<WebSocket> {
  const socket = await openSocket(running)
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
  return socket
}

async function stillAnswers(): Promise<void> {
  const { engine, socket } = await client(web)
  expect(await engine.call('jobs', {})).toEqual([])
  socket.terminate()
  await closed(socket)
}

describe('the socket is closed, and the host lives on, after', () => {
  test.each([
    ['bytes that are no message', Buffer.from([0xC1, 0xFF, 0x00])], ['random bytes', randomBytes(1000)], ['nothing', Buffer.alloc(0)], ['half a message', Buffer.from(packMessage({ t: 'q', m: 'call', i: 'a', a: [1, 'jobs', {}] })).subarray(0, 12)],
    ['a number', packMessage(1)], ['null', packMessage(null)], ['an answer nobody asked for', packMessage({ t: 's', i: 'x', r: 1 })], ['a method of all objects', packMessage({ t: 'q', m: 'constructor', i: 'a', a: [1, 'x'] })],
    ['a prototype', packMessage({ t: 'q', m: '__proto__', i: 'a', a: [1, 'x'] })], ['an array said to have 4,000,000,000 parts', Buffer.from([0xDD, 0xEE, 0x6B, 0x28, 0x00])], ['a text said to have 4 GB', Buffer.from([0xDB, 0xFF, 0xFF, 0xFF, 0xFF])],
    ['nesting without end', Buffer.alloc(200_000, 0x91)],
  ])('%s', async (_, bytes) => {
    const socket = await socketOf(web)
    socket.send(bytes)
    expect(await closed(socket)).toMatchObject({ code: 1007 })
    await stillAnswers()
  })
  test('text instead of bytes', async () => {
    const socket = await socketOf(web)
    socket.send('{"t":"q"}')
    expect(await closed(socket)).toMatchObject({ code: 1007 })
    await stillAnswers()
  })
  test('a message over the limit', async () => {
    const socket = await socketOf(web)
    socket.on('error', () => undefined)
    socket.send(Buffer.alloc(2 ** 20 + 1))
    expect(await closed(socket)).toMatchObject({ code: 1009 })
    await stillAnswers()
  })
  test('a breach of the socket protocol', async () => {
    const socket = await socketOf(web)
    socket.on('error', () => undefined);
    (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(Buffer.from([0xFF, 0xFF, 0xFF, 0xFF]))
    expect(await closed(socket)).toMatchObject({ code: 1002 })
    await stillAnswers()
  })
})

describe('a call that is wrong is answered with a sentence', () => {
  test.each([
    ['info', { movie: 7 }, 'invalid-input', /movie/], ['info', { movie: 'a.tif', more: 1 }, 'invalid-input', /more/], ['info', null, 'invalid-input', /movie/], ['frames', { movie: '/a', first: -1, count: 1 }, 'invalid-input', /first/],
    ['frames', { movie: '/a', first: 0, count: 1e9 }, 'invalid-input', /count/], ['toString', {}, 'invalid-input', /There is no call 'toString'/], ['__proto__', {}, 'invalid-input', /There is no call/], ['start', { kind: 'rm', args: {} }, 'invalid-input', /kind/],
    ['start', { kind: 'localize', args: { movie: 1 } }, 'invalid-input', /movie/], ['cancel', { job: 99 }, undefined, /./], ['writeFile', { path: '/a', bytes: 'text' }, 'invalid-input', /bytes/],
  ])('%s %j', async (name, args, code, words) => {
    const { engine, socket } = await client(web)
    const answer = await engine.call(name as 'info', args as { movie: string }).catch((error: unknown) => error as Error & { code: string })
    if (answer instanceof Error) {
      expect(answer.message).toMatch(words)
      if (code) expect((answer as Error & { code: string }).code).toBe(code)
    } else expect(name).toBe('cancel')
    socket.terminate()
  })
})

test('more windows than allowed are turned away, and let in again when one is closed', async () => {
  const open = [await socketOf(web), await socketOf(web), await socketOf(web)]
  expect(await openSocket(web)).toBe(503)
  open[0].terminate()
  await expect.poll(async () => typeof await openSocket(web), { timeout: 60_000 }).toBe('object')
})

test('a window that is gone without a word is noticed', async () => {
  const socket = await socketOf(web);
  // It answers no pings any more.
  (socket as unknown as { _receiver: { removeAllListeners(name: string): void } })._receiver.removeAllListeners('ping')
  expect(await closed(socket)).toMatchObject({ code: 1006 })
})

test('typed arrays and values reach the engine as they were sent', () => {
  const value = { frame: new Int32Array([1, -2]), x: new Float32Array([0.5]), bytes: new Uint8Array([1, 2]), text: 'µm', none: null }
  expect(unpackMessage(packMessage(value))).toEqual(value)
})
