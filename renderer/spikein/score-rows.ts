// The rows of the spike-in test's score table: what each number is called and what it means.
import type { SpikeInScores } from '../../electron/contract/results.ts'
// Not through the door, which opens on components.
import { fixed } from '../ui/numbers.ts'

const percent = (value: number | null): string => (value === null ? '–' : (100 * value).toFixed(1))
const nm = (value: number | null): string => (value === null ? '–' : fixed(value, 1))
const spread = (scores: SpikeInScores, column: 'x' | 'y' | 'z'): string => scores.calibration[column]?.deviation.toFixed(2) ?? '–'

export interface SpikeInRow {
  label: string
  unit?: string
  /** What it means. */
  hint: string
  value: (scores: SpikeInScores) => string
}

export const spikeInRows: readonly SpikeInRow[] = [
  { label: 'Found', unit: '%', hint: 'Share of the added emitters with a detection within 250 nm laterally and 500 nm axially.', value: (s) => percent(s.recall) },
  { label: 'Found of added', hint: 'Their numbers, among those bright enough to be scored.', value: (s) => `${s.found} of ${s.added}` },
  { label: 'There by chance', unit: '%', hint: 'Share of the added places at which the model sees something without them, too.', value: (s) => percent(s.chance) },
  { label: 'RMSE lateral', unit: 'nm', hint: 'Root mean square error of x and y together, over what was found.', value: (s) => nm(s.rmseLateral) },
  { label: 'RMSE axial', unit: 'nm', hint: 'Root mean square error of z.', value: (s) => nm(s.rmseAxial) },
  { label: 'Offset x, y, z', unit: 'nm', hint: 'Mean of detection minus truth. Far from zero: the PSF is not the microscope’s.', value: (s) => `${nm(s.offsetX)}, ${nm(s.offsetY)}, ${nm(s.offsetZ)}` },
  { label: 'Error / stated σ: x, y, z', hint: 'Spread of the errors in units of the stated uncertainty: 1 is right, above 1 the uncertainties are stated too small.', value: (s) => `${spread(s, 'x')}, ${spread(s, 'y')}, ${spread(s, 'z')}` },
  { label: 'Detections before, after', hint: 'In the frames as they are, and in the copy.', value: (s) => `${s.before}, ${s.after}` },
  { label: 'New without cause', hint: 'In the copy, but neither in the frames as they were nor at an added emitter.', value: (s) => String(s.arisen) },
  { label: 'No longer seen', hint: 'Detections of the frames as they were that vanished beside an added emitter.', value: (s) => String(s.vanished) },
]
