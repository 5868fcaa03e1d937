// What a window may send to the engine: calls and aborts, as birpc puts them. birpc itself looks methods up by name on an object and
// would find 'constructor' there, so everything else is turned away before it.

const longestName = 100

/** Whether a message is a well-formed request: `{ t: 'q', m, a, i? }` with the arguments of `call` or `abort`. */
export function isCallMessage(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false
  const { t, m, a, i } = message as Record<string, unknown>
  if (t !== 'q' || !Array.isArray(a) || !isId(a[0])) return false
  if (i !== undefined && (typeof i !== 'string' || i.length > longestName)) return false
  if (m === 'abort') return a.length === 1
  return m === 'call' && a.length >= 2 && a.length <= 3 && typeof a[1] === 'string' && a[1].length <= longestName
}

const isId = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
