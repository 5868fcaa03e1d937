// Errors that cross a door (file parsing, the engine's calls): a code for programs, a sentence a person can act on.

/**
 * `invalid-input`: an argument or a file's content is wrong (the sentence names the file, the place, what would be right).
 * `not-found`, `unreadable`, `unwritable`: the file system. `unsupported`: understood, but not handled here.
 * `cancelled`: somebody asked for it. `process-died`: inference or trainer died more often than the breaker allows.
 * `connection-lost`: between window and engine; what the engine does goes on. `internal`: a defect of the program.
 */
export type ErrorCode =
  | 'invalid-input' | 'not-found' | 'unreadable' | 'unwritable' | 'unsupported' | 'cancelled' | 'process-died' | 'connection-lost' | 'internal'

export class StructLocError extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StructLocError'
    this.code = code
  }
}
