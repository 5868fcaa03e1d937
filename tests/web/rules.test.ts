// The web host's rules, each by itself.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCallMessage } from '../../electron/contract/call-message.ts'
import { bearerToken, isToken, newToken } from '../../electron/security/access-token.ts'
import { isLocalHost } from '../../electron/security/local-host.ts'
import { pageName } from '../../electron/security/page-path.ts'
import { isInside } from '../../electron/security/path-inside.ts'
import { isOwnOrigin } from '../../electron/security/request-origin.ts'
import { numberedName, safeFileName } from '../../electron/security/upload-name.ts'
import { judgeRequest, type WebRequest } from '../../electron/security/web-request.ts'
import { browserCommand } from '../../electron/web/open-browser.ts'
import { mayOpen } from '../../electron/web/sockets.ts'

describe('the host header', () => {
  test.each(['localhost:8765', '127.0.0.1:1', 'localhost', '127.0.0.1', 'LOCALHOST:65535'])('%s is this machine, as is the near end of a tunnel', (host) => {
    expect(isLocalHost(host)).toBe(true)
  })
  test.each([undefined, '', 'evil.example:8765', 'localhost.evil.example', '127.0.0.1.evil.example:80', 'localhost:8765@evil.example', '127.0.0.2:80', '0.0.0.0:80', '[::1]:80', 'localhost:99999', 'localhost:', 'localhost:80 evil', ' localhost', '127.1:80'])(
    '%s is refused: a foreign name that resolves to 127.0.0.1 (rebinding) or no name at all', (host) => {
      expect(isLocalHost(host)).toBe(false)
    })
})

describe('the origin', () => {
  test('is the host that is asked, port included', () => {
    expect(isOwnOrigin('http://localhost:8765', 'localhost:8765')).toBe(true)
    expect(isOwnOrigin('http://LocalHost:8765', 'localhost:8765')).toBe(true)
  })
  test.each([
    [undefined, 'localhost:8765'], ['null', 'localhost:8765'], ['http://evil.example', 'localhost:8765'], ['http://localhost:8766', 'localhost:8765'],
    ['http://127.0.0.1:8765', 'localhost:8765'], ['https://localhost:8765', 'localhost:8765'], ['file://', 'localhost:8765'], ['http://localhost:8765', undefined],
  ])('%s for %s is foreign', (origin, host) => {
    expect(isOwnOrigin(origin, host)).toBe(false)
  })
})

describe('the token', () => {
  test('is new every time and has at least 128 random bits', () => {
    const tokens = Array.from({ length: 100 }, newToken)
    expect(new Set(tokens).size).toBe(100)
    for (const token of tokens) expect(Buffer.from(token, 'base64url').length * 8).toBeGreaterThanOrEqual(128)
  })
  test('is compared whole: no part of it will do', () => {
    const token = newToken()
    expect(isToken(token, token)).toBe(true)
    for (const wrong of [undefined, null, '', token.slice(0, -1), `${token}a`, token.toUpperCase(), `${token}\0`]) expect(isToken(wrong, token)).toBe(false)
  })
  test('a host without a token lets nobody in', () => expect(isToken('', '')).toBe(false))
  test('stands in an Authorization header as a bearer', () => {
    expect(bearerToken('Bearer a-B_9')).toBe('a-B_9')
    for (const wrong of [undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'bearer abc', 'Bearer a b', `Bearer ${'a'.repeat(201)}`]) expect(bearerToken(wrong)).toBe(undefined)
  })
})

describe('a path', () => {
  test.each([['/data', true], ['/data/a.tif', true], ['/data/a/b', true], ['/data/..a', true], ['/data2', false], ['/', false], ['/dat', false], ['/data/../etc', false], ['/etc/passwd', false]])('%s inside /data: %s', (path, inside) => {
    expect(isInside(path, '/data')).toBe(inside)
  })
})

describe('the name of a dropped file', () => {
  test.each([
    ['movie.tif', 'movie.tif'], ['Zelle 3 µm.ome.tif', 'Zelle 3 µm.ome.tif'], ['../../etc/passwd', 'passwd'], ['C:\\Windows\\x.dll', 'x.dll'], ['..', 'file'], ['', 'file'], ['.bashrc', 'bashrc'],
    ['a\0b.tif', 'a_b.tif'], ['a\nb.tif', 'a_b.tif'], ['con.tif', '_con.tif'], ['LPT1', '_LPT1'], ['console.tif', 'console.tif'], ['a:b?.tif', 'a_b_.tif'], ['a.tif. ', 'a.tif'], ['\u202Efit.exe', '_fit.exe'],
  ])('%j becomes %j', (given, name) => {
    expect(safeFileName(given)).toBe(name)
  })
  test('is short, not empty and one part of a path, whatever was given', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: fc.constantFrom('.', '/', '\\', 'a', ' ', '\0', 'ü') })), (given) => {
      const name = safeFileName(given)
      expect(name).not.toMatch(/[/\\\0]/)
      expect(name).not.toMatch(/^\.|^$/)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180)
    }))
  })
  test('keeps its extension when it is shortened', () => expect(safeFileName(`${'ü'.repeat(300)}.ome.tif`)).toMatch(/^ü+\.ome\.tif$/))
  test('gets a number where it is taken', () => {
    expect([1, 2, 10].map((n) => numberedName('a.ome.tif', n))).toEqual(['a.ome.tif', 'a (2).ome.tif', 'a (10).ome.tif'])
    expect(numberedName('notes', 2)).toBe('notes (2)')
  })
})

describe('the file of the window', () => {
  test('is named by a plain path', () => {
    expect(pageName('/')).toBe('index.html')
    expect(pageName('/assets/index-a1_B2.js')).toBe('assets/index-a1_B2.js')
  })
  test.each(['', 'x', '/../x', '/a/../b', '/./a', '/.env', '/a/.git/config', '//etc/passwd', '/a//b', '/a\\b', '/%2e%2e/x', '/a%00', '/a/', '/a b'])('%j names none', (path) => {
    expect(pageName(path)).toBe(undefined)
  })
})

describe('a request', () => {
  const token = 'secret'
  const page: WebRequest = { method: 'GET', url: '/', host: 'localhost:1', origin: undefined, authorization: undefined, upgrade: false }
  const socket: WebRequest = { ...page, url: '/engine?token=secret', origin: 'http://localhost:1', upgrade: true }
  const upload: WebRequest = { ...page, method: 'POST', url: '/upload?name=a%20b.tif', origin: 'http://localhost:1', authorization: 'Bearer secret' }
  const ticket: WebRequest = { ...upload, url: '/download?path=%2Fdata%2Fa%20b.csv' }
  const session: WebRequest = { ...page, url: '/session', authorization: 'Bearer secret' }

  test.each([
    [page, { to: 'page', name: 'index.html' }], [{ ...page, url: '/?token=secret' }, { to: 'page', name: 'index.html' }], [{ ...page, method: 'HEAD' }, { to: 'page', name: 'index.html' }],
    [socket, { to: 'socket' }], [session, { to: 'session' }], [{ ...session, origin: 'http://localhost:1' }, { to: 'session' }], [upload, { to: 'upload', name: 'a b.tif' }],
    [ticket, { to: 'ticket', path: '/data/a b.csv' }], [{ ...page, url: '/download/abc' }, { to: 'download', ticket: 'abc' }],
  ] satisfies [WebRequest, unknown][])('of ours is answered (%#)', (request, judgement) => {
    expect(judgeRequest(request, token)).toEqual(judgement)
  })

  test.each([
    ['foreign host', { ...page, host: 'evil.example' }, 403], ['no host', { ...page, host: undefined }, 403], ['method', { ...page, method: 'DELETE' }, 405], ['path out', { ...page, url: '/../package.json' }, 404],
    ['encoded path out', { ...page, url: '/%2e%2e/package.json' }, 404], ['no path', { ...page, url: 'http://evil.example/' }, 400], ['two slashes', { ...page, url: '//[' }, 400], ['no url', { ...page, url: undefined }, 400],
    ['socket, foreign host', { ...socket, host: 'evil.example', origin: 'http://evil.example' }, 403], ['socket, foreign page', { ...socket, origin: 'http://evil.example' }, 403], ['socket, no page', { ...socket, origin: undefined }, 403],
    ['socket, wrong token', { ...socket, url: '/engine?token=wrong' }, 401], ['socket, no token', { ...socket, url: '/engine' }, 401], ['another socket', { ...socket, url: '/other?token=secret' }, 404],
    ['upload, foreign page', { ...upload, origin: 'http://evil.example' }, 403], ['upload, no page', { ...upload, origin: undefined }, 403], ['upload, no token', { ...upload, authorization: undefined }, 401],
    ['upload, token in the address only', { ...upload, url: '/upload?name=a&token=secret', authorization: undefined }, 401], ['upload by GET', { ...upload, method: 'GET' }, 405],
    ['ticket, no token', { ...ticket, authorization: undefined }, 401], ['ticket, foreign page', { ...ticket, origin: 'http://evil.example' }, 403], ['ticket by GET', { ...ticket, method: 'GET' }, 405], ['download, foreign page', { ...page, url: '/download/abc', origin: 'http://evil.example' }, 403], ['download by POST', { ...page, method: 'POST', url: '/download/abc' }, 405],
    ['session, no token', { ...session, authorization: undefined }, 401], ['session, foreign page', { ...session, origin: 'http://evil.example' }, 403], ['session by POST', { ...session, method: 'POST' }, 405],
  ] satisfies [string, WebRequest, number][])('%s: refused', (_, request, status) => {
    expect(judgeRequest(request, token)).toMatchObject({ to: 'refused', status })
  })

  test('of any shape is judged without an error', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.boolean(), (path, rest, upgrade) => {
      const { to } = judgeRequest({ ...page, url: `/${path}?${rest}`, upgrade, origin: 'http://localhost:1' }, token)
      expect(to === 'socket' || to === 'upload' || to === 'session').toBe(false)
    }))
  })
})

describe('a message', () => {
  test('of a window is a call or an abort', () => {
    expect(isCallMessage({ t: 'q', m: 'call', i: 'a', a: [1, 'info', { movie: 'a' }] })).toBe(true)
    expect(isCallMessage({ t: 'q', m: 'call', i: 'a', a: [1, 'models'] })).toBe(true)
    expect(isCallMessage({ t: 'q', m: 'abort', a: [1] })).toBe(true)
  })
  test.each([
    undefined, null, 1, 'call', [], {}, { t: 's', i: 'a', r: 1 }, { t: 'q', m: 'constructor', a: [1, 'x'] }, { t: 'q', m: '__proto__', a: [1, 'x'] }, { t: 'q', m: 'hasOwnProperty', a: [1] }, { t: 'q', m: 'call' }, { t: 'q', m: 'call', a: 'x' },
    { t: 'q', m: 'call', a: [1] }, { t: 'q', m: 'call', a: ['1', 'info', {}] }, { t: 'q', m: 'call', a: [1, {}, {}] }, { t: 'q', m: 'call', a: [-1, 'info', {}] }, { t: 'q', m: 'call', a: [1, 'x'.repeat(101), {}] },
    { t: 'q', m: 'call', a: [1, 'info', {}, 4] }, { t: 'q', m: 'call', i: {}, a: [1, 'info', {}] }, { t: 'q', m: 'abort', a: [1, 2] }, { t: 'q', m: ['call'], a: [1, 'info', {}] },
  ])('%j is none', (message) => expect(isCallMessage(message)).toBe(false))
})

test('the last window that may be opened is the one that makes the number full', () => {
  expect([0, 15, 16, 17].map((open) => mayOpen(open, 16))).toEqual([true, true, false, false])
})

test('the address reaches the browser as one argument, never through a shell', () => {
  const url = 'http://127.0.0.1:1/?token=a&b'
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { program, args } = browserCommand(url, platform)
    expect(args.at(-1)!.endsWith(url)).toBe(true)
    expect(program).not.toMatch(/cmd|sh$/)
  }
})
