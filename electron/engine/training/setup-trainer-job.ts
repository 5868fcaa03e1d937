// The job 'setup-trainer': makes the trainer's Python environment, and tries it out.
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { StructLocError } from '../../../core/errors.ts'
import type { SetupTrainerResult } from '../../contract/results.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import { environmentSteps, makeEnvironment } from './python-environment.mjs'
import { environmentFolder, probeTrainer, trainerFolder } from './trainer-python.ts'

/** Errors: 'not-found' with what a person has to install first; 'cancelled'; 'process-died' where pip fails. */
export async function setUpTrainerJob(_args: unknown, { signal, report, notice }: JobContext, environment: NodeJS.ProcessEnv = process.env): Promise<SetupTrainerResult> {
  const began = performance.now()
  const total = environmentSteps + 1
  let done = 0
  const tell = (message: string): void => {
    const rate_hz = done / Math.max(0.001, (performance.now() - began) / 1000)
    report({ done, total, unit: 'steps', rate_hz, secondsLeft: Infinity, message })
  }
  const given = environment.STRUCTLOC_PYTHON
  if (given) {
    notice(`STRUCTLOC_PYTHON names ${given}: it is tried out, and nothing is installed.`)
    return outcome(given, true)
  }
  const made = await makeEnvironment({
    folder: environmentFolder(environment), requirements: join(trainerFolder, 'requirements.txt'), signal,
    onStep(step: number, message: string) {
      done = step
      tell(message)
    },
    // pip names what it fetches and how large it is.
    onLine: (line: string) => tell(line.slice(0, 200)),
  }).catch((error: Error) => {
    if (signal.aborted) throw new StructLocError('cancelled', 'Setting up the trainer was stopped; what was fetched is used again the next time.', { cause: error })
    throw new StructLocError(error.message.startsWith('pip') ? 'process-died' : 'not-found', error.message, { cause: error })
  })
  done = environmentSteps
  tell('trying it out')
  return outcome(made.python, made.already)
}

async function outcome(python: string, already: boolean): Promise<SetupTrainerResult> {
  const { python: version, torch, cuda } = await probeTrainer(python)
  return { python, version, torch, cuda, already }
}
