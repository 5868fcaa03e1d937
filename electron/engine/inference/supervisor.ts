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
import { ProviderTrust } from './provider-trust.ts'
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
  /** Told where a model runs, when it is opened and whenever that changes. */
  onProvider?: (use: ProviderUse) => void
}

/** Where a model runs. */
export interface ProviderUse extends ProviderReport {
  /** The card's id. */
  model: string
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
  /** Counts lives from 1. */
  number: number
  /** We ended it, since a provider failed in it. */
  retired: boolean
}

interface Session {
  number: number
  model: StoredModel
  wanted: ProviderPreference
  trust: ProviderTrust
  report: ProviderReport
  /** Whether it was ever open. */
  opened: boolean
}

/** Starts nothing yet: the process comes with the first model. */
export function createInference({ threads = 0, breaker: breakerOptions, start = nodeProcess(), onLife, onProvider }: InferenceOptions = {}): Inference {
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
      calls, ready: undefined, opened: new Map(), ended, end: undefined, number: generation, retired: false,
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
          if (!closed && !life.retired) {
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
    const report = await opened
    if (report !== session.report) {
      session.report = report
      session.opened = true
      onProvider?.({ model: session.model.card.id, ...report })
    }
    return life
  }

  async function openIn(life: Generation, session: Session): Promise<ProviderReport> {
    const { model: { onnx }, trust } = session
    const { provider } = trust
    let response: Response
    try {
      response = await ask(life, { kind: 'open', id: ++lastId, session: session.number, path: onnx, provider, threads })
    } catch (error) {
      if (error instanceof InferenceInterrupted && provider !== 'cpu' && !life.retired) trust.giveUp(`${provider}: ${error.message} while it opened the model`)
      throw error
    }
    if (response.kind === 'absent') {
      // What worked before has gone: no reason to give up what is under way.
      if (session.opened) {
        trust.giveUp(`${provider}: ${response.message}`)
        return openIn(life, session)
      }
      throw new StructLocError('unsupported', `${session.model.card.id} cannot run on ${provider} here: ${response.message}. It can run on ${response.there.join(' and ')}; name one of these, or auto.`)
    }
    if (response.kind === 'failed') throw new StructLocError('invalid-input', `${onnx}: ONNX Runtime cannot use it: ${response.message}`)
    if (response.kind !== 'opened') throw new StructLocError('internal', `'${response.kind}' came in answer to 'open'`)
    return { ...response.provider, wanted: session.wanted, fallbacks: [...trust.reasons, ...response.provider.fallbacks] }
  }

  /** Ends a process in which a provider failed: the driver's state is spoilt, and what else is under way is to be asked again. */
  function retire(life: Generation): void {
    if (life.retired || life.end !== undefined) return
    life.retired = true
    if (current === life) current = undefined
    for (const call of life.calls.values()) call.reject(new InferenceInterrupted('ended, since a provider failed in it'))
    life.calls.clear()
    life.process.kill()
  }

  /** One run. One that fails elsewhere than on the CPU is made again in a fresh process, on the CPU in the end: only the answer counts. */
  async function run(session: Session, input: RunInput, signal?: AbortSignal): Promise<RunOutput> {
    const { model, trust } = session
    const layout = layoutOf(model.card.architecture)
    const { photons, frames, width, height, place, floor = layout.floor, dense = false, urgent = false } = input
    for (;;) {
      if (signal?.aborted) throw cancelled()
      const life = await ensureOpen(session)
      const { inUse } = session.report
      let response: Response
      try {
        response = await ask(life, { kind: 'run', id: ++lastId, session: session.number, photons, frames, width, height, place, layout, floor, dense, urgent }, signal)
      } catch (error) {
        if (error instanceof InferenceInterrupted && !life.retired) trust.setback(inUse, life.number, error.message)
        throw error
      }
      if (response.kind === 'ran') {
        trust.progress()
        const { candidates, dense: maps, seconds } = response
        return { candidates, dense: maps, seconds }
      }
      if (response.kind !== 'failed') throw new StructLocError('internal', `'${response.kind}' came in answer to 'run'`)
      if (inUse === 'cpu') throw new StructLocError('internal', `${model.onnx}: a run over ${frames} frames of ${width}×${height} px failed: ${response.message}`)
      trust.setback(inUse, life.number, `a run failed: ${response.message}`)
      retire(life)
    }
  }

  async function open(model: StoredModel, { provider = 'auto' }: { provider?: ProviderPreference } = {}): Promise<OpenModel> {
    broken = undefined
    breaker.progress()
    const session: Session = {
      number: ++lastSession, model, wanted: provider, trust: new ProviderTrust(provider), opened: false,
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
    return {
      card: model.card,
      get provider() { return session.report },
      run: (input, signal) => run(session, input, signal),
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
