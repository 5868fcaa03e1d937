// The engine's side of inference: keeps a process running, opens models in it, and hands runs to it. When the process
// dies a fresh generation takes its place and models are opened again, but no run is repeated here: its caller, who knows
// what was kept, asks again. So nothing is replayed silently and nothing counted twice.
import { performance } from 'node:perf_hooks'
import type { CandidateRun, TilePlace } from '../../../core/model/candidates.ts'
import type { ModelCard } from '../../../core/model/card.ts'
import { layoutOf } from '../../../core/model/output-layout.ts'
import { StructLocError } from '../../../core/errors.ts'
import type { ProviderPreference, ProviderReport, Ready, Request, Response } from '../../inference/protocol.ts'
import { Breaker } from './breaker.ts'
import type { BreakerOptions } from './breaker.ts'
import type { StoredModel } from './model-folder.ts'
import { nodeProcess } from './transport.ts'
import type { InferenceProcess, StartProcess } from './transport.ts'

/** The process died during this call: it may be made again and will then meet a fresh process. */
export class InferenceInterrupted extends Error {
  readonly retry = true
  constructor(reason: string) {
    super(`the inference process died (${reason})`)
    this.name = 'InferenceInterrupted'
  }
}

export interface InferenceOptions {
  /** Threads inside an operator; 0 (the default) lets ONNX Runtime choose. */
  threads?: number
  breaker?: Partial<BreakerOptions>
  /** How the process is started; the default is Node's child_process. */
  start?: StartProcess
  /** Told of a death that nobody asked for, and when another process has taken its place. */
  onLife?: (life: { message: string; running: boolean }) => void
}

export interface RunInput {
  /** [frames + 2, height, width], photons. */
  photons: Float32Array
  frames: number
  width: number
  height: number
  /** The part of the output that counts, and where it lies in the frame. */
  place: TilePlace
  /** Pixels with p or amplitude above this are candidates. */
  floor?: number
  /** Give the whole output as well. */
  dense?: boolean
  /** Before runs that are not urgent. */
  urgent?: boolean
}

export interface RunOutput {
  candidates: CandidateRun
  dense?: Float32Array
  /** Time inside ONNX Runtime. */
  seconds: number
}

/** A model that can run. */
export interface OpenModel {
  readonly card: ModelCard
  /** Where it runs at the moment; a restart can change it. */
  readonly provider: ProviderReport
  /**
   * Runs the network once.
   * @throws InferenceInterrupted when the process died: ask again. StructLocError 'process-died' when it died too often,
   *   'cancelled' when `signal` says so or inference is closed, 'internal' when the network cannot take the input.
   */
  run(input: RunInput, signal?: AbortSignal): Promise<RunOutput>
  close(): Promise<void>
}

export interface InferenceStatus {
  /** Counts the processes started, from 1; 0 before the first. */
  generation: number
  pid: number | undefined
  /** Of ONNX Runtime, once the process has said so. */
  runtime: string | undefined
  backends: { name: string; bundled: boolean }[]
}

export interface Inference {
  /** Opens a model; a process is started when none runs. The breaker starts anew. */
  open(model: StoredModel, options?: { provider?: ProviderPreference }): Promise<OpenModel>
  status(): InferenceStatus
  /** Ends the process; calls under way are cancelled. */
  close(): Promise<void>
}

interface Call {
  resolve(response: Response): void
  reject(error: Error): void
}

/** One life of the process. */
interface Generation {
  process: InferenceProcess
  calls: Map<number, Call>
  ready: Ready | undefined
  /** Models opened in this life, by session. */
  opened: Map<number, Promise<ProviderReport>>
  ended: Promise<void>
  /** How it ended, once it has. */
  end: string | undefined
}

interface Session {
  number: number
  model: StoredModel
  wanted: ProviderPreference
  /** 'cpu' once the process died while it opened the model elsewhere. */
  provider: ProviderPreference
  report: ProviderReport
  deaths: string[]
}

/** Starts nothing yet: the process comes with the first model. */
export function createInference({ threads = 0, breaker: breakerOptions, start = nodeProcess(), onLife }: InferenceOptions = {}): Inference {
  const breaker = new Breaker(breakerOptions)
  let current: Generation | undefined
  let generation = 0
  let lastId = 0
  let lastSession = 0
  let broken: StructLocError | undefined
  let closed = false
  /** Whether a death was told of and no new process since. */
  let mourned = false

  function begin(): Generation {
    if (closed) throw new StructLocError('cancelled', 'inference was closed')
    if (broken) throw broken
    if (current) return current
    generation++
    const calls = new Map<number, Call>()
    const { promise: ended, resolve: onEnd } = Promise.withResolvers<void>()
    const life: Generation = {
      calls, ready: undefined, opened: new Map(), ended, end: undefined,
      process: start({
        message: (response) => {
          if (response.kind === 'ready') {
            life.ready = response
            if (mourned) onLife?.({ message: 'The inference process is running again.', running: true })
            mourned = false
            return
          }
          const call = calls.get(response.id)
          calls.delete(response.id)
          if (response.kind === 'ran') breaker.progress()
          call?.resolve(response)
        },
        exit: (reason) => {
          if (current === life) current = undefined
          life.end = reason
          onEnd()
          let error: Error = new InferenceInterrupted(reason)
          // The death of an idle process disturbs nobody.
          if (calls.size > 0 && breaker.died(performance.now() / 1000)) {
            const tail = life.process.stderrTail()
            broken = new StructLocError('process-died',
              `the inference process died ${breaker.deaths} times without finishing a run, the last time with ${reason}${tail ? `; it said: ${tail.slice(-600)}` : ''}. `
              + 'Memory may be short, or the graphics driver at fault: try --provider cpu', { cause: error })
            error = broken
          }
          if (!closed) {
            mourned = true
            onLife?.({ message: broken ? broken.message : `The inference process died (${reason}); another takes its place${calls.size > 0 ? '' : ' when it is needed'}.`, running: false })
          }
          for (const call of calls.values()) call.reject(error)
          calls.clear()
        },
      }),
    }
    current = life
    return life
  }

  function ask(life: Generation, request: Request, signal?: AbortSignal): Promise<Response> {
    return new Promise((resolve, reject) => {
      if (closed || signal?.aborted) return reject(cancelled())
      if (life.end !== undefined) return reject(new InferenceInterrupted(life.end))
      const onAbort = (): void => {
        life.calls.delete(request.id)
        // Where it has not begun it need not.
        life.process.post({ kind: 'drop', id: request.id })
        reject(cancelled())
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      const done = (): void => signal?.removeEventListener('abort', onAbort)
      life.calls.set(request.id, {
        resolve: (response) => { done(); resolve(response) },
        reject: (error) => { done(); reject(error) },
      })
      life.process.post(request)
    })
  }

  /** The session in the present process, opened there if it is not yet. */
  async function ensureOpen(session: Session): Promise<Generation> {
    const life = begin()
    let opened = life.opened.get(session.number)
    if (!opened) {
      opened = openIn(life, session)
      life.opened.set(session.number, opened)
    }
    session.report = await opened
    return life
  }

  async function openIn(life: Generation, session: Session): Promise<ProviderReport> {
    const { model: { onnx }, provider } = session
    let response: Response
    try {
      response = await ask(life, { kind: 'open', id: ++lastId, session: session.number, path: onnx, provider, threads })
    } catch (error) {
      if (error instanceof InferenceInterrupted && provider !== 'cpu') {
        session.deaths.push(`${provider}: ${error.message} while it opened the model`)
        session.provider = 'cpu'
      }
      throw error
    }
    if (response.kind === 'failed') throw new StructLocError('invalid-input', `${onnx}: ONNX Runtime cannot use it: ${response.message}`)
    if (response.kind !== 'opened') throw new StructLocError('internal', `'${response.kind}' came in answer to 'open'`)
    return { ...response.provider, wanted: session.wanted, fallbacks: [...session.deaths, ...response.provider.fallbacks] }
  }

  async function open(model: StoredModel, { provider = 'auto' }: { provider?: ProviderPreference } = {}): Promise<OpenModel> {
    broken = undefined
    breaker.progress()
    const session: Session = {
      number: ++lastSession, model, wanted: provider, provider, deaths: [],
      report: { wanted: provider, inUse: 'none', fallbacks: [] },
    }
    for (;;) {
      try {
        await ensureOpen(session)
        break
      } catch (error) {
        if (!(error instanceof InferenceInterrupted)) throw error
      }
    }
    const layout = layoutOf(model.card.architecture)
    return {
      card: model.card,
      get provider() { return session.report },
      async run(input, signal) {
        if (signal?.aborted) throw cancelled()
        const life = await ensureOpen(session)
        const { photons, frames, width, height, place, floor = layout.floor, dense = false, urgent = false } = input
        const response = await ask(life, { kind: 'run', id: ++lastId, session: session.number, photons, frames, width, height, place, layout, floor, dense, urgent }, signal)
        if (response.kind === 'failed') throw new StructLocError('internal', `${model.onnx}: a run over ${frames} frames of ${width}×${height} px failed: ${response.message}`)
        if (response.kind !== 'ran') throw new StructLocError('internal', `'${response.kind}' came in answer to 'run'`)
        const { candidates, dense: maps, seconds } = response
        return { candidates, dense: maps, seconds }
      },
      async close() {
        const life = current
        if (!life?.opened.delete(session.number)) return
        await ask(life, { kind: 'close', id: ++lastId, session: session.number }).catch(() => {})
      },
    }
  }

  return {
    open,
    status: () => ({ generation, pid: current?.process.pid, runtime: current?.ready?.runtime, backends: current?.ready?.backends ?? [] }),
    async close() {
      closed = true
      const life = current
      if (!life) return
      for (const call of life.calls.values()) call.reject(cancelled())
      life.calls.clear()
      life.process.end()
      // A run cannot be interrupted: what does not end soon is ended.
      const timer = setTimeout(() => life.process.kill(), 2000)
      await life.ended
      clearTimeout(timer)
    },
  }
}

const cancelled = (): StructLocError => new StructLocError('cancelled', 'inference was cancelled')
