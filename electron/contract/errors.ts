// Errors as they cross the engine's door: plain coded objects, since an Error loses its parts over a message port.
import { z } from 'zod'
import { StructLocError, type ErrorCode } from '../../core/errors.ts'

export interface CodedError {
  code: ErrorCode
  /** One sentence a person can act on. */
  message: string
}

/** Any thrown value as a coded object; what is no StructLocError is 'internal'. */
export function toCodedError(error: unknown): CodedError {
  if (error instanceof StructLocError) return { code: error.code, message: error.message }
  if (error instanceof z.ZodError) return { code: 'invalid-input', message: sentence(error) }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}

/** The error again, on the other side. */
export function fromCodedError({ code, message }: CodedError, cause?: unknown): StructLocError {
  return new StructLocError(code, message, cause === undefined ? undefined : { cause })
}

/**
 * Checks a value at a door.
 * @param what how the sentence calls the value: a file's name, a call's name
 * @throws StructLocError 'invalid-input' naming the place and what would be right
 */
export function parseAtDoor<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new StructLocError('invalid-input', `${what}: ${sentence(parsed.error)}`, { cause: parsed.error })
}

function sentence(error: z.ZodError): string {
  return error.issues.slice(0, 3).map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message)).join('; ')
}
