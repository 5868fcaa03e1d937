// A worker thread that finds the densities at which one sampling is as crowded as another, and answers.
import { parentPort, workerData } from 'node:worker_threads'
import type { SamplingSpec } from '../../../core/structure/sampling.ts'
import { crowdingMap } from '../../../core/study/crowding.ts'
import type { TrainingConfig } from '../../../core/training/config.ts'
import { toCodedError, type CodedError } from '../../contract/errors.ts'

export interface CrowdingTask {
  /** The training whose crowding is wanted. */
  config: TrainingConfig
  /** What is to be as crowded. */
  sampling: SamplingSpec
}
export type CrowdingWord = { map: [number, number][] } | { error: CodedError }

const { config, sampling } = workerData as CrowdingTask
const say = (word: CrowdingWord): void => parentPort!.postMessage(word)
try {
  say({ map: crowdingMap(config, sampling) })
} catch (error) {
  say({ error: toCodedError(error) })
}
