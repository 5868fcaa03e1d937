// Makes the training preview and the advice outside the window's thread.
import { adviseAcquisition, type Advice } from '../../core/evaluation/advisor.ts'
import type { Acquisition } from '../../core/simulation/acquisition.ts'
import type { TrainingConfig } from '../../core/training/config.ts'
import { previewMaker, type PreviewOptions, type TrainingPreview } from '../../core/training/preview.ts'
import { serveCalls } from '../ui/worker-calls.ts'

const make = previewMaker()

const functions = {
  preview: (config: TrainingConfig, options: PreviewOptions): TrainingPreview => make(config, options),
  advise: (acquisition: Acquisition): Advice => adviseAcquisition(acquisition),
}
export type PreviewFunctions = typeof functions

serveCalls(functions)
