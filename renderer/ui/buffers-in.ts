/** The buffers of all typed arrays in a value, each once: what can be handed over in place of copying it. */
export function buffersIn(value: unknown): ArrayBuffer[] {
  return [...collected(value, new Set())]
}

function collected(value: unknown, found: Set<ArrayBuffer>): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer as ArrayBuffer)
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) collected(part, found)
  return found
}
