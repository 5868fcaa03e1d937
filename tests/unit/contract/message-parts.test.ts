import { describe, expect, test } from 'vitest'
import { packInParts, unpackParts } from '../../../electron/contract/message-parts.ts'

/** The message as it comes out at the other end, and the bytes that were left over. */
async function through(message: unknown): Promise<{ message: unknown; left: number }> {
  const bytes = new Uint8Array(Buffer.concat(packInParts(message)))
  let at = 0
  const unpacked = await unpackParts((length) => Promise.resolve(bytes.slice(at, at += length)))
  return { message: unpacked, left: bytes.length - at }
}

const frame = Uint16Array.from({ length: 40_000 }, (_, i) => i)

describe('a message in parts', () => {
  test('comes out as it went in: large arrays of every place and type, small ones, and what looks like neither', async () => {
    const messages = [
      { ok: true, value: { first: 3, count: 1, values: frame } },
      { ok: true, value: { table: { frame: new Int32Array(30_000).fill(7), x: Float32Array.from(frame, Math.sqrt) }, extra: [new Float64Array(9000).fill(0.1), [BigInt64Array.from({ length: 4000 }, (_, i) => BigInt(i))]] } },
      { ok: true, value: { short: new Float32Array([1, Number.NaN, -0]), empty: new Uint16Array(0), none: undefined, nothing: null, text: 'message' } },
      { ok: false, error: { code: 'not-found', message: 'no file' } },
      frame, [], null, 7,
    ]
    for (const message of messages) expect(await through(message)).toEqual({ message, left: 0 })
  })

  test('has the arrays themselves as parts, not copies; a view brings no more than itself', () => {
    const parts = packInParts({ values: frame, part: frame.subarray(100, 20_100) })
    expect(parts.slice(2).map(({ buffer, byteOffset, byteLength }) => [buffer === frame.buffer, byteOffset, byteLength])).toEqual([[true, 0, 80_000], [true, 200, 40_000]])
    expect(parts[1].byteLength).toBeLessThan(200)
  })

  test('gives every array memory of its own, so that one can be handed on without the others', async () => {
    const { message } = await through({ x: frame, y: frame })
    const { x, y } = message as { x: Uint16Array; y: Uint16Array }
    expect(x.buffer).not.toBe(y.buffer)
    expect(x.buffer.byteLength).toBe(frame.byteLength)
  })

  test('that names an object’s prototype changes none', async () => {
    const { message } = await through(JSON.parse('{"__proto__": {"polluted": true}, "a": 1}'))
    expect((message as { a: number }).a).toBe(1)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})
