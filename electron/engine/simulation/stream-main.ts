// Writes a training stream to stdout: `node stream-main.ts --config FILE [--workers N] [--windows N] [--first N]`.
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { StructLocError } from '../../../core/errors.ts'
import { trainingSchema, type TrainingConfig } from '../../../core/training/config.ts'
import { trainingStream } from './stream.ts'

async function readConfig(path: string | undefined): Promise<TrainingConfig> {
  if (path === undefined) throw new StructLocError('invalid-input', 'Which training? Give --config FILE.')
  const parsed = trainingSchema.safeParse(JSON.parse(await readFile(path, 'utf8')))
  if (parsed.success) return parsed.data
  throw new StructLocError('invalid-input', `${path} is no training configuration: ${z.prettifyError(parsed.error)}`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { config: { type: 'string' }, workers: { type: 'string' }, windows: { type: 'string' }, first: { type: 'string' } },
  })
  const stream = trainingStream(await readConfig(values.config), {
    workers: Number(values.workers ?? 1),
    firstWindow: Number(values.first ?? 0),
    windows: values.windows ? Number(values.windows) : undefined,
  })
  await pipeline(stream, process.stdout)
}

main().catch((error: NodeJS.ErrnoException) => {
  // A reader that goes away is how a training ends.
  if (error.code === 'EPIPE') return
  process.stderr.write(`${error instanceof StructLocError ? error.message : error.stack}\n`)
  process.exitCode = 1
})
