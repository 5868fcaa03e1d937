// A worker thread that makes previews of trainings.
import { parentPort } from 'node:worker_threads'
import { previewMaker, type TrainingPreview } from '../../../core/training/preview.ts'
import type { Answer, CheckedArgs } from '../../contract/api.ts'
import { toCodedError } from '../../contract/errors.ts'

const make = previewMaker()

parentPort!.on('message', ({ config, ...options }: CheckedArgs<'simulatePreview'>) => {
  let answer: Answer<TrainingPreview>
  try {
    answer = { ok: true, value: make(config, options) }
  } catch (error) {
    answer = { ok: false, error: toCodedError(error) }
  }
  parentPort!.postMessage(answer)
})
