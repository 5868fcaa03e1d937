// What the trainer says on stdout: one JSON document a line.
import { z } from 'zod'
import type { TrainingPoint } from '../../contract/api.ts'

const score = z.number().nullable()

const eventSchema = z.discriminatedUnion('event', [
  z.looseObject({ event: z.literal('start'), device: z.string(), parameters: z.number(), macPerPixel: z.number(), firstWindow: z.number(), targets: z.number() }),
  z.looseObject({ event: z.literal('progress'), targets: z.number(), loss: z.number().nullable(), rate: z.number(), secondsLeft: z.number() }),
  z.looseObject({ event: z.literal('validation'), targets: z.number(), loss: z.number().nullable(), jaccard: score, rmseLateral: score, rmseAxial: score }),
  z.looseObject({ event: z.literal('checkpoint'), targets: z.number() }),
  z.looseObject({ event: z.literal('done'), reason: z.enum(['finished', 'time', 'stopped']), onnx: z.string(), targets: z.number() }),
  z.looseObject({ event: z.literal('error'), message: z.string() }),
])
export type TrainerEvent = z.infer<typeof eventSchema>

/** The event of a line; undefined for lines that are none (a library's own words). */
export function parseEvent(line: string): TrainerEvent | undefined {
  try {
    // Python writes numbers that JSON has no words for.
    const parsed = eventSchema.safeParse(JSON.parse(line.replace(/(?<=[:,[]\s*)(?:NaN|-?Infinity)\b/g, 'null')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** What an event adds to a training's curves. */
export function trainingPoint(event: TrainerEvent): TrainingPoint | undefined {
  if (event.event === 'progress') {
    const { targets, loss, rate } = event
    return { kind: 'progress', targets, loss, rate, jaccard: null, rmseLateral: null, rmseAxial: null }
  }
  if (event.event !== 'validation') return undefined
  const { targets, loss, jaccard, rmseLateral, rmseAxial } = event
  return { kind: 'validation', targets, loss, jaccard, rmseLateral, rmseAxial, rate: null }
}
