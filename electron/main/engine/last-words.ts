// What a process wrote to stderr last, and how it ended, in words.
import type { Readable } from 'node:stream'

const kept = 4000

/** Collects the end of a stream. */
export function lastWords(stream: Readable | null): () => string {
  let tail = ''
  // Another encoding would cut characters in two.
  stream?.setEncoding('utf8').on('data', (text: string) => { tail = (tail + text).slice(-kept) })
  return () => tail.trim()
}

const signals: Readonly<Record<number, string>> = { 4: 'illegal instruction', 6: 'abort', 7: 'bus error', 9: 'killed', 11: 'segmentation fault', 15: 'ended from outside' }

/** @param code of the process: a signal's number where a signal ended it (not on Windows) */
export function howItEnded(code: number | null, platform = process.platform): string {
  const signal = platform === 'win32' || code === null ? undefined : signals[code]
  return signal ? `signal ${code}, ${signal}` : `exit code ${code ?? 'unknown'}`
}
