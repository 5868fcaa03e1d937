// Makes a model of a network that was trained elsewhere: `node finish-main.ts DIR`, where DIR holds model.onnx and trained.json of
// the trainer and the training.json it was trained by. Writes the card, chooses the threshold, prints what was tried.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { trainingSchema } from '../../../core/training/config.ts'
import { toCodedError } from '../../contract/errors.ts'
import { calibrateModel } from './calibrate.ts'
import { readJsonIfThere } from '../json-file.ts'
import { configPath } from './training-folder.ts'
import { writeCard } from './write-card.ts'

const { positionals } = parseArgs({ allowPositionals: true })

async function main(): Promise<void> {
  if (positionals.length !== 1) throw new Error('one folder is needed: finish-main.ts DIR')
  const folder = resolve(positionals[0])
  const config = await readJsonIfThere(configPath(folder), trainingSchema)
  if (!config) throw new Error(`${configPath(folder)} is missing: the configuration of the training.`)
  await writeCard(folder, config)
  const { threshold, sweep, card } = await calibrateModel(folder, { take: config.validation.threshold, onMovie: (done, total) => process.stderr.write(`validation movie ${done} of ${total}\n`) })
  process.stdout.write(`${JSON.stringify({ folder, id: card.id, threshold, sweep, scores: card.scores })}\n`)
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${toCodedError(error).message}\n`)
  process.exitCode = 1
}
