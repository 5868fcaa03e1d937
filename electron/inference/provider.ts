// The one place where an execution provider is chosen.
import { InferenceSession, listSupportedBackends } from 'onnxruntime-node'
import type { ProviderPreference, ProviderReport } from './protocol.ts'
import { compareWithCpu } from './same-numbers.ts'

/** The order in which 'auto' tries what this build of ONNX Runtime brings along; 'cpu' always works. */
const automaticOrder = ['webgpu', 'cuda', 'dml', 'coreml']

/** Largest difference from the CPU's numbers, in parts of a map's range. Rounding to 10 or 11 bits (TF32, half precision) stays under it. */
const largestDifference = 0.02

/** 'auto' takes no provider that needs so much longer than the CPU for a small run: such a driver is software. */
const tooSlow = { seconds: 0.05, times: 4 }

/** Providers that this build of ONNX Runtime knows; `bundled` ones need no further library. */
export function knownProviders(): { name: string; bundled: boolean }[] {
  return listSupportedBackends().map(({ name, bundled }) => ({ name, bundled }))
}

interface OpenedSession {
  session: InferenceSession
  provider: ProviderReport
}

/** The provider that was asked for by name cannot run this network. */
interface NotThere {
  session: undefined
  /** Why, without a full stop. */
  reason: string
  /** Those that can. */
  there: string[]
}

/**
 * Opens a network. 'auto' takes the first provider that opens it, gives the CPU's numbers and is not far slower, the CPU in the end, and says
 * why not the ones before. A provider asked for by name is taken or refused: nobody who wants one is to find out later that it was another.
 * Throws when the CPU cannot run it either.
 */
export async function openSession(path: string, wanted: ProviderPreference, threads: number): Promise<OpenedSession | NotThere> {
  const cpu = await create(path, 'cpu', threads)
  if (wanted === 'cpu') return { session: cpu, provider: { wanted, inUse: 'cpu', fallbacks: [] } }
  const known = knownProviders()
  const fallbacks: string[] = []
  const order = wanted === 'auto' ? automaticOrder.filter((name) => known.some((one) => one.name === name)) : [wanted]
  for (const name of order) {
    const tried = await open(path, name, threads, cpu, wanted === 'auto')
    if (typeof tried !== 'string') {
      await cpu.release()
      return { session: tried, provider: { wanted, inUse: name, fallbacks } }
    }
    // That a library which was never installed is absent is no news.
    if (wanted !== 'auto' || known.some((one) => one.name === name && one.bundled)) fallbacks.push(`${name}: ${tried}`)
  }
  if (wanted === 'auto') return { session: cpu, provider: { wanted, inUse: 'cpu', fallbacks } }
  const there = ['cpu']
  for (const { name } of known) {
    if (name === wanted || !automaticOrder.includes(name)) continue
    const tried = await open(path, name, threads, cpu, false)
    if (typeof tried !== 'string') {
      there.push(name)
      await tried.release()
    }
  }
  await cpu.release()
  return { session: undefined, reason: fallbacks[0].slice(wanted.length + 2), there }
}

/** The network on one provider, or the reason why not. */
async function open(path: string, name: string, threads: number, cpu: InferenceSession, automatic: boolean): Promise<InferenceSession | string> {
  const known = knownProviders()
  if (!known.some((one) => one.name === name)) return `this build of ONNX Runtime does not have it (it has ${known.map((one) => one.name).join(', ')})`
  try {
    const session = await create(path, name, threads)
    const { difference, seconds, cpuSeconds } = await compareWithCpu(session, cpu)
    const slow = automatic && seconds > Math.max(tooSlow.seconds, tooSlow.times * cpuSeconds)
    if (difference <= largestDifference && !slow) return session
    await session.release()
    return slow
      ? `it takes ${Math.round(1000 * seconds)} ms where the CPU takes ${Math.max(1, Math.round(1000 * cpuSeconds))} ms`
      : `its numbers are not the CPU's (${(100 * difference).toPrecision(2)} % off)`
  } catch (error) {
    return reason(error)
  }
}

function create(path: string, provider: string, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(path, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Threads that wait by spinning take the processor from a training or the window: without it runs took three quarters of the time
    // on two busy cores.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    // Fatal errors only: a provider that is absent is reported in one sentence, not on stderr.
    logSeverityLevel: 4,
  })
}

/** The end of ONNX Runtime's message: what follows the source line and the failed condition. */
export function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const absent = /^OrtSessionOptionsAppendExecutionProvider_(\w+): Failed to load shared library/.exec(message)
  if (absent) return `the libraries of ${absent[1].toUpperCase()} are not installed, or not found`
  return message.replace(/^.*? was false\. /s, '').replace(/^\/onnxruntime_src\S+ (?:.*?\) )?/s, '').replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 300)
}
