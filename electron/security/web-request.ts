// Which requests the web host answers: all rules in one place, in the order they are asked.
import { bearerToken, isToken } from './access-token.ts'
import { isLocalHost } from './local-host.ts'
import { pageName } from './page-path.ts'
import { isOwnOrigin } from './request-origin.ts'

export interface WebRequest {
  method: string | undefined
  url: string | undefined
  host: string | undefined
  origin: string | undefined
  authorization: string | undefined
  /** It asks to become a socket. */
  upgrade: boolean
}

export type Judgement =
  | { to: 'page'; name: string }
  | { to: 'socket' | 'session' | 'call' }
  | { to: 'upload'; name: string }
  /** A ticket for a file is asked for; a file is, by its ticket. */
  | { to: 'ticket'; path: string }
  | { to: 'download'; ticket: string }
  | { to: 'refused'; status: 400 | 401 | 403 | 404 | 405; why: string }

const withToken: ReadonlySet<string> = new Set(['/session', '/call', '/upload', '/download'])

/** The page's files need no token (they are the same for everybody); the socket, the session, calls, uploads and tickets do. */
export function judgeRequest(request: WebRequest, token: string): Judgement {
  if (!isLocalHost(request.host)) return refused(403, 'the host is not localhost')
  const url = request.url?.startsWith('/') && !request.url.startsWith('//') ? URL.parse(request.url, 'http://localhost') : null
  if (!url) return refused(400, 'the address is not a path')
  if (request.upgrade) {
    if (url.pathname !== '/engine') return refused(404, 'there is no such socket')
    if (!isOwnOrigin(request.origin, request.host)) return refused(403, 'the page is of another origin')
    return isToken(url.searchParams.get('token'), token) ? { to: 'socket' } : refused(401, 'the token is missing or not the one of this start')
  }
  if (withToken.has(url.pathname)) {
    const acts = url.pathname !== '/session'
    if (request.method !== (acts ? 'POST' : 'GET')) return refused(405, 'the method is not allowed here')
    // Browsers leave the origin out of a GET to the same origin.
    if ((acts || request.origin !== undefined) && !isOwnOrigin(request.origin, request.host)) return refused(403, 'the page is of another origin')
    if (!isToken(bearerToken(request.authorization), token)) return refused(401, 'the token is missing or not the one of this start')
    if (!acts) return { to: 'session' }
    if (url.pathname === '/call') return { to: 'call' }
    return url.pathname === '/upload' ? { to: 'upload', name: url.searchParams.get('name') ?? '' } : { to: 'ticket', path: url.searchParams.get('path') ?? '' }
  }
  if (url.pathname.startsWith('/download/') && request.method === 'GET') {
    // A browser names no origin where a person follows a link.
    if (request.origin !== undefined && !isOwnOrigin(request.origin, request.host)) return refused(403, 'the page is of another origin')
    return { to: 'download', ticket: url.pathname.slice('/download/'.length) }
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405, 'the method is not allowed here')
  // As it was sent: a URL object has '..' worked out already.
  const name = pageName(request.url!.split(/[?#]/, 1)[0])
  return name === undefined ? refused(404, 'there is no such page') : { to: 'page', name }
}

function refused(status: 400 | 401 | 403 | 404 | 405, why: string): Judgement {
  return { to: 'refused', status, why }
}
