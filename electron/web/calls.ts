// Calls with large answers (frames, tables) over plain HTTP: browsers take those several times faster than messages of a socket.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerOf, type Door } from '../contract/connection.ts'
import { packInParts } from '../contract/message-parts.ts'
import { unpackMessage } from '../contract/messages.ts'

/** Of a call's name and arguments. */
const mostBytes = 2 ** 16

/** Answers `[name, args]`, packed, with the answer in parts (`message-parts.ts`). The call is aborted where the asker leaves. Never rejects. */
export async function answerCall(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const left = new AbortController()
  response.on('close', () => left.abort())
  let call: unknown
  try {
    call = unpackMessage(await bodyOf(request))
  } catch {
    call = undefined
  }
  if (left.signal.aborted) return
  if (!Array.isArray(call) || call.length !== 2 || typeof call[0] !== 'string') {
    response.writeHead(400, { 'Content-Type': 'text/plain', Connection: 'close' }).end('Refused: not a call.\n')
    return
  }
  const parts = packInParts(await answerOf(door, call[0], call[1], left.signal))
  if (left.signal.aborted) return
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': parts.reduce((sum, { byteLength }) => sum + byteLength, 0), 'Cache-Control': 'no-store' })
  // Into one packet, where they are small.
  response.cork()
  for (const part of parts) response.write(part)
  response.end()
}

/** Rejects where it is too long or breaks off. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > mostBytes) throw new RangeError('too long')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
