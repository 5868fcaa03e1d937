// The one place where an execution provider is chosen.
import { InferenceSession, listSupportedBackends } from 'onnxruntime-node'
import type { ProviderPreference, ProviderReport } from './protocol.ts'

/** The order in which 'auto' tries what this build of ONNX Runtime brings along; 'cpu' always works. */
const automaticOrder = ['webgpu', 'cuda', 'dml', 'coreml']

/** Providers that this build of ONNX Runtime knows; `bundled` ones need no further library. */
export function knownProviders(): { name: string; bundled: boolean }[] {
  return listSupportedBackends().map(({ name, bundled }) => ({ name, bundled }))
}

/** Opens a network on the wanted provider, or on the CPU, and says which it is and why. Throws when the CPU cannot run it either. */
export async function openSession(path: string, wanted: ProviderPreference, threads: number): Promise<{ session: InferenceSession; provider: ProviderReport }> {
  const known = knownProviders()
  const order = wanted === 'auto'
    ? automaticOrder.filter((name) => known.some((backend) => backend.name === name && backend.bundled))
    : wanted === 'cpu' ? [] : [wanted]
  const fallbacks: string[] = []
  for (const name of order) {
    if (!known.some((backend) => backend.name === name)) {
      fallbacks.push(`${name}: this build of ONNX Runtime does not have it (it has ${known.map((backend) => backend.name).join(', ')})`)
      continue
    }
    try {
      return { session: await create(path, name, threads), provider: { wanted, inUse: name, fallbacks } }
    } catch (error) {
      fallbacks.push(`${name}: ${reason(error)}`)
    }
  }
  return { session: await create(path, 'cpu', threads), provider: { wanted, inUse: 'cpu', fallbacks } }
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
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/^.*? was false\. /s, '').replace(/\s+/g, ' ').slice(0, 300)
}
