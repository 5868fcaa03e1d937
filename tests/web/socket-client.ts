// The engine through a web host's socket, as a page of its address has it.
import { WebSocket } from 'ws'
import { connectEngine, type EngineClient } from '../../electron/contract/connection.ts'
import { packMessage, unpackMessage } from '../../electron/contract/messages.ts'

/** @param url as the host printed it */
export async function client(url: string): Promise<{ engine: EngineClient; socket: WebSocket }> {
  const { origin, host, searchParams } = new URL(url)
  const socket = new WebSocket(`ws://${host}/engine?token=${searchParams.get('token')}`, { headers: { origin }, maxPayload: 2 ** 30 })
  const engine = connectEngine({
    post: (message) => socket.send(packMessage(message)),
    listen: (listener) => socket.on('message', (bytes) => listener(unpackMessage(bytes as Buffer))),
  })
  socket.on('close', () => engine.lost())
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  return { engine, socket }
}
