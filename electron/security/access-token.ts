// The token that lets a page talk to the engine: 192 random bits, new at every start.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export const newToken = (): string => randomBytes(24).toString('base64url')

/** Compares in a time that says nothing of where two tokens differ, nor of their lengths. */
export function isToken(given: string | undefined | null, token: string): boolean {
  if (typeof given !== 'string' || token === '') return false
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

/** The token of an `Authorization: Bearer …` header. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer ([\w-]{1,200})$/.exec(header ?? '')?.[1]
}
