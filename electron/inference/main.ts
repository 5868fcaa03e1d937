// Entry of the inference process: ONNX Runtime and nothing else. A driver or a model that takes the process down takes
// nothing with it; the engine starts another one.
import { Tensor, env } from 'onnxruntime-node'
import type { InferenceSession } from 'onnxruntime-node'
import { pickRun } from '../../core/model/candidates.ts'
import { enginePort } from './port.ts'
import type { Asked, OpenRequest, Response, RunRequest } from './protocol.ts'
import { knownProviders, openSession, reason } from './provider.ts'
import { RequestQueue } from './request-queue.ts'
import { allNumbers } from './same-numbers.ts'

const sessions = new Map<number, { session: InferenceSession; provider: string }>()
const port = enginePort()

// One request after another, in the order in which they came; urgent runs before the others.
const waiting = new RequestQueue()
let busy = false
port.onMessage((request) => {
  if (request.kind === 'drop') return waiting.drop(request.id)
  waiting.add(request)
  if (!busy) void work()
})

async function work(): Promise<void> {
  busy = true
  for (let request = waiting.next(); request; request = waiting.next()) {
    try {
      port.post(await answer(request))
    } catch (error) {
      port.post({ kind: 'failed', id: request.id, message: reason(error) })
    }
    // Messages that came meanwhile are heard before the next choice.
    await new Promise((resolve) => { setImmediate(resolve) })
  }
  busy = false
}

port.post({ kind: 'ready', runtime: env.versions.node ?? env.versions.common, backends: knownProviders() })

async function answer(request: Asked): Promise<Response> {
  switch (request.kind) {
    case 'open': return open(request)
    case 'run': return run(request)
    case 'close': {
      await sessions.get(request.session)?.session.release()
      sessions.delete(request.session)
      return { kind: 'closed', id: request.id }
    }
  }
}

async function open({ id, session: number, path, provider, threads }: OpenRequest): Promise<Response> {
  const opened = await openSession(path, provider, threads)
  if (!opened.session) return { kind: 'absent', id, message: opened.reason, there: opened.there }
  const { inputNames, outputNames } = opened.session
  if (!inputNames.includes('photons') || inputNames.length !== 1 || !outputNames.includes('maps')) {
    await opened.session.release()
    throw new Error(`the network must take 'photons' and give 'maps'; this one takes ${inputNames.join(', ')} and gives ${outputNames.join(', ')}`)
  }
  sessions.set(number, { session: opened.session, provider: opened.provider.inUse })
  return { kind: 'opened', id, provider: opened.provider }
}

async function run(request: RunRequest): Promise<Response> {
  const { id, photons, frames, width, height, place, layout, floor, dense } = request
  const open = sessions.get(request.session)
  if (!open) throw new Error(`session ${request.session} is not open`)
  const start = performance.now()
  const { channels, upsampling, neighbours } = layout
  const seen = neighbours === 1 ? photons : photons.subarray(width * height, (frames + 1) * width * height)
  const input = new Tensor('float32', seen, [frames + 2 * neighbours, height, width])
  const { maps } = await open.session.run({ photons: input }, ['maps'])
  const seconds = (performance.now() - start) / 1000
  const wanted = [frames, channels, height * upsampling, width * upsampling]
  if (maps.type !== 'float32' || maps.dims.join() !== wanted.join()) {
    throw new Error(`the network gave ${maps.type} [${maps.dims.join(', ')}] where float32 [${wanted.join(', ')}] was due`)
  }
  const data = maps.data as Float32Array
  if (open.provider !== 'cpu' && !allNumbers(data)) throw new Error('some of its values are no numbers')
  const candidates = pickRun(data, frames, width, height, place, floor, layout)
  const answer: Response = { kind: 'ran', id, candidates, seconds, ...(dense ? { dense: data } : {}) }
  return answer
}
