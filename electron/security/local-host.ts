// The Host header of a request to the web host. It listens on 127.0.0.1 only, but a page of a foreign name that was made to
// resolve to 127.0.0.1 (DNS rebinding) would reach it; its name gives it away.

const name = /^(?:localhost|127\.0\.0\.1)(?::(\d{1,5}))?$/i

/** Any port: a tunnel (ssh -L) has another one at its near end. */
export function isLocalHost(header: string | undefined): boolean {
  const port = name.exec(header ?? '')
  return port !== null && Number(port[1] ?? 80) <= 65_535
}
