// Runs the trainer once: the simulator's stream into its stdin as fast as it takes it, its events out.
import { spawn } from 'node:child_process'
import { createWriteStream, type WriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StructLocError } from '../../../core/errors.ts'
import type { TrainingConfig } from '../../../core/training/config.ts'
import { giveWay, givingWay } from '../give-way.ts'
import { trainingStream } from '../simulation/stream.ts'
import { parseEvent, type TrainerEvent } from './trainer-events.ts'
import { trainerFolder } from './trainer-python.ts'

export interface TrainerRun {
  python: string
  config: TrainingConfig
  /** The same configuration as a file. */
  configPath: string
  /** The training's folder. */
  out: string
  /** Go on from the folder's checkpoint. */
  resume: boolean
  /** The network (.onnx) whose weights are the first ones; not looked at where a checkpoint is gone on from. */
  firstWeights?: string
  minutes?: number
  /** Threads of PyTorch, and of the simulator. */
  threads: number
  workers: number
  device: 'auto' | 'cpu' | 'cuda'
  /** What else wants a processor goes before it. */
  givesWay?: boolean
  /** Asks for a stop: the trainer saves, exports its best state and ends with the reason 'stopped'. */
  signal: AbortSignal
  onEvent(event: TrainerEvent): void
}

export type DoneEvent = Extract<TrainerEvent, { event: 'done' }>

const tailLength = 2000

/** Resolves with the trainer's last event. Throws 'process-died' with the reason where it ends without one, 'cancelled' before its start. */
export async function runTrainer(run: TrainerRun): Promise<DoneEvent> {
  // Before the start: of a trainer that ends while this waits, nobody would see the end.
  const log = await openLog(join(run.out, 'events.ndjson'))
  const child = spawn(run.python, ['-m', 'structloc_trainer', '--config', run.configPath, '--out', run.out,
    '--threads', String(run.threads), '--device', run.device,
    ...(run.firstWeights === undefined ? [] : ['--first-weights', run.firstWeights]),
    ...(run.resume ? ['--resume'] : []), ...(run.minutes === undefined ? [] : ['--minutes', String(run.minutes)])], {
    cwd: run.out,
    env: { ...process.env, PYTHONPATH: trainerFolder, PYTHONUNBUFFERED: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(run.givesWay ? givingWay : {}),
  })
  if (run.givesWay) giveWay(child.pid)
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`could not be started (${error.message})`))
    child.on('exit', (code, signal) => resolve(signal ? `ended by signal ${signal}` : `ended with exit code ${code}`))
  })
  const stopTrainer = (): void => { child.kill('SIGTERM') }
  run.signal.addEventListener('abort', stopTrainer, { once: true })
  if (run.signal.aborted) stopTrainer()

  const streamEnd = new AbortController()
  let feeding: Promise<Error | undefined> | undefined
  let tail = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { tail = (tail + text).slice(-tailLength) })
  let started = false
  let done: DoneEvent | undefined
  let failure: string | undefined
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      log.write(`${line}\n`)
      const event = parseEvent(line)
      if (event?.event === 'start') {
        started = true
        // Only the trainer knows which checkpoint it has read.
        feeding = feed(run, event.firstWindow, child.stdin, streamEnd.signal)
      }
      if (event?.event === 'done') done = event
      if (event?.event === 'error') failure = event.message
      if (event) run.onEvent(event)
    }
    const how = await ended
    streamEnd.abort()
    const simulatorFailure = await feeding
    if (done) return done
    if (simulatorFailure) throw simulatorFailure
    // Until it has loaded its packages the trainer knows of no stop with a result.
    if (run.signal.aborted && !started) throw new StructLocError('cancelled', `The training in ${run.out} was stopped before its first step; there is no network yet.`)
    throw new StructLocError('process-died', `The trainer ${how}${failure ? `: ${failure}` : tail ? `; it said: ${tail.trim().split('\n').at(-1)}` : ''}. ${goOn(run)}`)
  } finally {
    streamEnd.abort()
    run.signal.removeEventListener('abort', stopTrainer)
    // Only where reading its events failed: it has ended by itself otherwise.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await new Promise<void>((resolve) => { log.destroyed ? resolve() : log.end(() => resolve()) })
  }
}

/** Streams windows until the trainer has enough; what the simulator threw, if it did. */
async function feed(run: TrainerRun, firstWindow: number, stdin: NodeJS.WritableStream, signal: AbortSignal): Promise<Error | undefined> {
  const stream = trainingStream(run.config, { workers: run.workers, firstWindow, signal })
  try {
    await pipeline(Readable.from(stream, { objectMode: false, highWaterMark: 2 ** 20 }), stdin, { signal })
    return undefined
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException
    // The trainer does not read on when it is done.
    return name === 'AbortError' || code === 'EPIPE' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ERR_STREAM_DESTROYED' ? undefined : error as Error
  }
}

/** The log of events, on a line of its own: a kill may have cut the last one. Where it cannot be written the training goes on without. */
async function openLog(path: string): Promise<WriteStream> {
  const torn = await readFile(path).then((bytes) => bytes.length > 0 && bytes.at(-1) !== 10, () => false)
  const log = createWriteStream(path, { flags: 'a' })
  log.on('error', () => undefined)
  if (torn) log.write('\n')
  return log
}

function goOn({ out }: TrainerRun): string {
  return `What it learned until its last checkpoint is in ${out}; --resume goes on from there.`
}
