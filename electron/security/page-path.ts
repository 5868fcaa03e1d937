// What file of the built window a request path names. The window is read into memory at the start and looked up by this name,
// so that no path of a request ever reaches the disk.

/** 'assets/index-a1b2.js' for '/assets/index-a1b2.js', 'index.html' for '/'; undefined where the path is not a plain one. */
export function pageName(requestPath: string): string | undefined {
  if (requestPath === '/') return 'index.html'
  return /^\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/.test(requestPath) ? requestPath.slice(1) : undefined
}
