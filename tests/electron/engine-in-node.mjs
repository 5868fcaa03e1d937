// Runs the built engine process under Node, whose version is that of the Electron it is built for: stands in for Electron's side of
// the ports, and for the main process that starts inference. Takes calls of the contract by Node's own messages.
// Use: fork('engine-in-node.mjs', [FOLDER OF THE BUILD])
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MessageChannel, Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'

/** A port as Electron has it: its events hold data and ports. */
function electronPort(port) {
  return {
    postMessage: (message, ports = []) => port.postMessage({ message, ports: ports.map(({ node }) => node) }, ports.map(({ node }) => node)),
    on(event, listener) {
      if (event === 'message') port.on('message', ({ message, ports }) => listener({ data: message, ports: ports.map(electronPort) }))
      else port.on(event, listener)
    },
    start: () => port.start(),
    close: () => port.close(),
    node: port,
  }
}

function channel() {
  const { port1, port2 } = new MessageChannel()
  return [electronPort(port1), electronPort(port2)]
}

const load = (build, name) => import(pathToFileURL(join(build, 'engine', `${name}.js`)).href)

if (isMainThread) {
  const build = process.argv[2]
  const [main, engine] = channel()
  process.parentPort = engine
  engine.start()
  main.on('message', ({ data }) => {
    if (data.type === 'failed') throw new Error(data.message)
    if (data.type !== 'start-inference') return
    const worker = new Worker(new URL(import.meta.url), { workerData: { build } })
    const [here, there] = channel()
    worker.postMessage({ message: 'engine', ports: [there.node] }, [there.node])
    main.postMessage({ type: 'inference', id: data.id, pid: process.pid }, [here])
    worker.on('exit', () => main.postMessage({ type: 'inference-ended', id: data.id, reason: 'exit', stderr: '' }))
  })
  main.start()
  await load(build, 'engine-main')
  const [window, served] = channel()
  main.postMessage({ type: 'window' }, [served])
  window.on('message', ({ data }) => { if (data.t === 's') process.send({ id: data.i, answer: data.r }) })
  window.start()
  process.on('message', (message) => (message === 'close' ? main.postMessage({ type: 'close' }) : window.postMessage({ t: 'q', m: 'call', a: [message.number, message.name, message.args], i: message.id })))
  process.send('ready')
} else {
  process.parentPort = electronPort(parentPort)
  await load(workerData.build, 'inference')
}
