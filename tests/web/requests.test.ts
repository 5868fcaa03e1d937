// The running web host, asked by pages that are not its own.
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packMessage } from '../../electron/contract/messages.ts'
import { ask, client, openSocket, startHost, type RunningHost } from './running-host.ts'

let web: RunningHost
beforeAll(async () => { web = await startHost() })
afterAll(() => web.stop())

/** Bytes as they are, not even HTTP. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(web.port, '127.0.0.1', () => socket.end(bytes))
    let text = ''
    socket.on('data', (data) => { text += data.toString() })
    socket.on('close', () => resolve(text))
    socket.on('error', () => undefined)
  })
}

test.each(['127.0.0.2', '::1'])('nobody is listened to at %s, nor at any address but 127.0.0.1', async (host) => {
  const refused = new Promise((resolve) => { connect(web.port, host, () => resolve('connected')).on('error', ({ code }: NodeJS.ErrnoException) => resolve(code)) })
  expect(await refused).toMatch(/^E(?:CONNREFUSED|ADDRNOTAVAIL|NETUNREACH|INVAL)$/)
})

describe('the page', () => {
  test('comes with a policy that allows its own scripts and one nonce, new each time', async () => {
    const [first, second] = [await ask(web, '/'), await ask(web, '/')]
    expect(first.status).toBe(200)
    const policy = first.headers['content-security-policy'] as string
    expect(policy).toMatch(/default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-[\w+/=]{20,}'/)
    expect(policy).not.toContain('unsafe-inline')
    expect(policy).not.toContain("'unsafe-eval'")
    const nonce = /nonce-([^']+)'/.exec(policy)![1]
    expect(first.body).toContain(`content="${nonce}"`)
    expect(second.body).not.toContain(nonce)
    expect(first.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'no-store' })
  })
  test('has its assets with their types', async () => {
    expect(await ask(web, '/assets/main.js')).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' } })
  })
  test('can be reached through a tunnel of another port', async () => {
    expect((await ask(web, '/', { headers: { host: 'localhost:8765' } })).status).toBe(200)
    const socket = await openSocket(web, { host: 'localhost:8765', origin: 'http://localhost:8765' })
    expect(socket).not.toBeTypeOf('number')
    if (typeof socket !== 'number') socket.terminate()
  })
})

describe('refused is', () => {
  test.each(['/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd', '/assets/../../package.json', '/.hidden', '/%00', '/assets/', '/no-such-file.js', '/assets\\main.js', '/%'])('%s: no path leads out of the window', async (path) => {
    expect((await ask(web, path)).status).toBe(404)
  })
  test.each(['evil.example', `evil.example:80`, '127.0.0.1.evil.example', '[::1]', '192.168.0.1'])('the host %s, also with the token: a name that was made to lead here', async (host) => {
    expect((await ask(web, '/', { headers: { host } })).status).toBe(403)
    expect((await ask(web, '/session', { headers: { host, authorization: `Bearer ${web.token}` } })).status).toBe(403)
    expect(await openSocket(web, { host, origin: `http://${host}` })).toBe(403)
  })
  test.each(['http://evil.example', 'null', 'http://localhost:1', 'file://', null])('a socket of a page of %s, also with the token', async (origin) => {
    expect(await openSocket(web, { origin })).toBe(403)
  })
  test('a socket without the token, with another, or with a part of it', async () => {
    expect(await openSocket(web, { path: '/engine' })).toBe(401)
    expect(await openSocket(web, { token: 'a'.repeat(32) })).toBe(401)
    expect(await openSocket(web, { token: web.token.slice(0, -1) })).toBe(401)
  })
  test('a socket elsewhere', async () => expect(await openSocket(web, { path: `/?token=${web.token}` })).toBe(404))
  test('a session or upload without the token, or of a foreign page', async () => {
    const authorization = `Bearer ${web.token}`
    expect((await ask(web, '/session')).status).toBe(401)
    expect((await ask(web, '/session', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
    expect((await ask(web, '/session', { headers: { authorization, origin: 'http://evil.example' } })).status).toBe(403)
    expect((await ask(web, '/upload?name=a.tif', { method: 'POST', headers: { origin: web.origin }, body: 'x' })).status).toBe(401)
    expect((await ask(web, '/upload?name=a.tif', { method: 'POST', headers: { authorization }, body: 'x' })).status).toBe(403)
    expect((await ask(web, '/upload?name=a.tif', { method: 'POST', headers: { authorization, origin: 'http://evil.example' }, body: 'x' })).status).toBe(403)
  })
  test('a call without the token, of a foreign page, by another method, or that is none', async () => {
    const [authorization, { origin }] = [`Bearer ${web.token}`, web]
    const body = Buffer.from(packMessage(['jobs', {}]))
    const call = (headers: Record<string, string>, bytes: Buffer = body) => ask(web, '/call', { method: 'POST', headers, body: bytes })
    expect((await call({ origin })).status).toBe(401)
    expect((await call({ origin, authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await call({ authorization })).status).toBe(403)
    expect((await call({ origin: 'http://evil.example', authorization })).status).toBe(403)
    expect((await ask(web, '/call', { headers: { origin, authorization } })).status).toBe(405)
    for (const wrong of [Buffer.alloc(0), Buffer.from('jobs'), Buffer.from([0xc1]), Buffer.from(packMessage('jobs')), Buffer.from(packMessage([{}, 'jobs'])), Buffer.alloc(2 ** 17, 0xc0)]) {
      expect(await call({ origin, authorization }, wrong)).toMatchObject({ status: 400, body: 'Refused: not a call.\n' })
    }
    expect((await call({ origin, authorization })).status).toBe(200)
  })
  test.each(['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'])('the method %s', async (method) => {
    expect((await ask(web, '/', { method })).status).toBe(405)
  })
  test('what is no HTTP', async () => {
    for (const bytes of ['hello\r\n\r\n', '\0\0\0\0', 'GET / HTTP/1.1\r\n\r\n', 'GET //[ HTTP/1.1\r\nHost: localhost\r\n\r\n', 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`]) {
      expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 4\d\d /)
    }
    expect(await raw('GET /engine HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /)
  })
  test('nobody of all these has crashed it', async () => {
    const { engine, socket } = await client(web)
    expect(await engine.call('jobs', {})).toEqual([])
    socket.terminate()
  })
})
