// Messages with large arrays as parts: a head, then each array's bytes as they are, so that neither end copies them. On the wire: the
// head's length (4 bytes, little-endian), the packed head, the arrays one after another in the machine's own byte order.
import { packMessage, unpackMessage } from './messages.ts'

/** Shorter arrays stay in the head: a part of its own costs more than their copy. */
const leastBytes = 2 ** 14

const arrayTypes = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array }
type ArrayName = keyof typeof arrayTypes

/** Where an array belongs: the names that lead to it. */
type Place = [path: string[], type: ArrayName, bytes: number]

/** The message's bytes, in parts that follow one another. Parts are views on the message's own arrays. */
export function packInParts(message: unknown): Uint8Array[] {
  const places: Place[] = []
  const parts: Uint8Array[] = []
  const without = (value: unknown, path: string[]): unknown => {
    if (ArrayBuffer.isView(value)) {
      const type = value.constructor.name as ArrayName
      if (value.byteLength < leastBytes || !Object.hasOwn(arrayTypes, type)) return value
      places.push([path, type, value.byteLength])
      parts.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
      return null
    }
    if (Array.isArray(value)) return value.map((part, i) => without(part, [...path, String(i)]))
    if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, without(part, [...path, name])]))
    return value
  }
  const head = packMessage([without(message, []), places])
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, head.byteLength, true)
  return [length, head, ...parts]
}

/**
 * The message of such bytes. Each array gets memory of its own.
 * @param next the next so many bytes, in a buffer of their own
 */
export async function unpackParts(next: (bytes: number) => Promise<Uint8Array<ArrayBuffer>>): Promise<unknown> {
  const length = await next(4)
  const [message, places] = unpackMessage(await next(new DataView(length.buffer, length.byteOffset).getUint32(0, true))) as [unknown, Place[]]
  const root: Record<string, unknown> = { message }
  for (const [path, type, bytes] of places) {
    const { buffer } = await next(bytes)
    const names = ['message', ...path]
    const owner = names.slice(0, -1).reduce((value, name) => value[name] as Record<string, unknown>, root)
    owner[names.at(-1)!] = new arrayTypes[type](buffer)
  }
  return root.message
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
