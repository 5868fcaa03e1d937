// A way to the web host that can be cut and mended, like an ssh tunnel: another port here, plain bytes through.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Tunnel {
  port: number
  /** Ends all connections and takes no new ones. */
  cut(): void
  mend(): void
  /** Takes connections again, and lets the first answer through on each: questions stay open. */
  mendHalf(): void
  close(): Promise<void>
}

export async function openTunnel(to: () => number): Promise<Tunnel> {
  const open = new Set<Socket>()
  let isCut = false
  let isHalf = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(to(), '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    if (isHalf) far.once('data', (first) => near.write(first))
    else far.pipe(near)
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    mend() {
      isCut = false
      isHalf = false
    },
    mendHalf() {
      isCut = false
      isHalf = true
    },
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => { server.close(resolve) })
    },
  }
}
