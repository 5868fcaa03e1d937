// From a Gaussian-mixture network's output to rows of the table.
import type { LocalizationTable } from '../localizations/table.ts'
import { pickCandidates } from './candidates.ts'
import type { Candidates } from './candidates.ts'
import type { Decoding } from './card.ts'
import { mergeCandidates } from './decode-merge.ts'
import { pickPeaks } from './decode-peaks.ts'
import type { Detections } from './detections.ts'
import type { FrameMaps } from './maps.ts'

/**
 * The localizations of one frame. Dense maps and their candidate pixels give the same rows.
 * @param frame number of the frame, from 0
 * @param pixelSize nm
 * @returns rows with x, y from the outer corner of the top-left pixel, lengths in nm; `probability` is the summed
 *   detection probability, at most 1
 */
export function decode(output: FrameMaps | Candidates, decoding: Decoding, frame: number, pixelSize: number): LocalizationTable {
  return detect('pixel' in output ? output : pickCandidates(output), decoding).toTable(decoding.threshold, frame, pixelSize)
}

/** The detections of one frame before any threshold. */
export function detect(candidates: Candidates, { method }: Pick<Decoding, 'method'>): Detections {
  return method === 'peaks' ? pickPeaks(candidates) : mergeCandidates(candidates)
}
