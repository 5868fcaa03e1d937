// The token that lets this page talk to the web host. It comes in the address once; afterwards it is kept for this tab only.

const key = 'structloc-token'

/** Takes it out of the address bar, so that it is not shared or bookmarked by accident. */
export function takeToken(): string {
  const url = new URL(location.href)
  const given = url.searchParams.get('token')
  if (given) {
    sessionStorage.setItem(key, given)
    url.searchParams.delete('token')
    history.replaceState(null, '', url)
  }
  return given ?? sessionStorage.getItem(key) ?? ''
}

export interface Session {
  /** Files named when the program was started. */
  open: string[]
}

/** What the web host says to a page of this token: 'refused' where it is not that of its present start, undefined where it is gone. */
export async function askSession(token: string): Promise<Session | 'refused' | undefined> {
  try {
    const answer = await fetch('/session', { headers: { Authorization: `Bearer ${token}` } })
    return answer.ok ? await answer.json() as Session : 'refused'
  } catch {
    return undefined
  }
}

/** True for the first call of a tab: what was named at the start is opened once, not at every reload. */
export function isFirstOpening(): boolean {
  if (sessionStorage.getItem('structloc-opened')) return false
  sessionStorage.setItem('structloc-opened', 'yes')
  return true
}
