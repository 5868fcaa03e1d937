// A worker thread of the training stream: makes the windows asked for and sends their record batch as bytes.
import { parentPort, workerData } from 'node:worker_threads'
import type { TrainingConfig } from '../../../core/training/config.ts'
import { createWindows } from '../../../core/training/window.ts'
import { encodeAlone, windowBatch, type BatchRequest } from './window-batch.ts'

const config = workerData as TrainingConfig
const makeWindow = createWindows(config)

parentPort!.on('message', (request: BatchRequest) => {
  const windows = Array.from({ length: request.count }, (_, i) => makeWindow(request.role, request.first + i))
  const bytes = encodeAlone(windowBatch(config, request, windows))
  parentPort!.postMessage(bytes, [bytes.buffer as ArrayBuffer])
})
