// A worker thread that calibrates one stack, tells how far it is, and answers.
import { parentPort, workerData } from 'node:worker_threads'
import type { BeadStack, CalibrationSettings } from '../../../core/calibration/bead-stack.ts'
import { calibrate, type Calibration } from '../../../core/calibration/calibrate.ts'
import { toCodedError, type CodedError } from '../../contract/errors.ts'

export interface CalibrationTask {
  stack: BeadStack
  settings: CalibrationSettings
}
export type CalibrationWord = { share: number; message: string } | { calibration: Calibration } | { error: CodedError }

const { stack, settings } = workerData as CalibrationTask
const say = (word: CalibrationWord): void => parentPort!.postMessage(word)
try {
  say({ calibration: calibrate(stack, settings, (share, message) => say({ share, message })) })
} catch (error) {
  say({ error: toCodedError(error) })
}
