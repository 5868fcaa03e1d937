// The sentence a person reads when the engine has ended.

/**
 * @param how 'exit code 1', 'signal 9, killed'
 * @param failure what the engine said itself, where it could not start
 * @param words the end of what it wrote to stderr
 */
export function whyItStopped(how: string, failure: string | undefined, words: string): string {
  if (failure) return failure
  const said = words.split('\n').map((line) => line.trim()).findLast((line) => /(?:error|fatal|exception|memory)/i.test(line))
  return `The engine ended unexpectedly (${how})${said ? `; it said: ${said.slice(0, 300)}` : ''}.`
}
