// Writes a training stream to stdout: `node stream-main.ts --config FILE [--workers N] [--windows N] [--first N]`.
import { readFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { trainingSchema } from '../../../core/training/config.ts'
import { trainingStream } from './stream.ts'

const { values } = parseArgs({
  options: { config: { type: 'string' }, workers: { type: 'string' }, windows: { type: 'string' }, first: { type: 'string' } },
})
const config = trainingSchema.parse(JSON.parse(readFileSync(values.config!, 'utf8')))
const stream = trainingStream(config, {
  workers: Number(values.workers ?? 1),
  firstWindow: Number(values.first ?? 0),
  windows: values.windows ? Number(values.windows) : undefined,
})
await pipeline(stream, process.stdout).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
