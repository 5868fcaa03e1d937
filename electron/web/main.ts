// `npm start -- --web`: serves the window on 127.0.0.1 and prints its address.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openDoor } from '../engine/door.ts'
import { createEngine } from '../engine/engine.ts'
import { startWebHost } from './server.ts'

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' }, root: { type: 'string', multiple: true }, workspace: { type: 'string' },
    pages: { type: 'string' }, 'no-open': { type: 'boolean' }, web: { type: 'boolean' },
  },
})
const engine = createEngine({ workspace: values.workspace })
const door = openDoor(engine, { roots: (values.root ?? [homedir()]).map((root) => resolve(root)) })
const host = await startWebHost({ door, pages: resolve(values.pages ?? join(import.meta.dirname, '../../out/renderer')), port: Number(values.port) })
process.stdout.write(`StructLoc at ${host.url}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void host.close().then(() => door.close()).then(() => engine.close()).then(() => process.exit(0))
  })
}
