// The classical picking of DECODE (Speiser et al. 2021, SpatialIntegration): local maxima of the probability map.
// Kept for comparison; in crowded frames its pixel grid is the bottleneck (see decode-merge.ts).
import type { Candidates } from './candidates.ts'
import { Detections } from './detections.ts'
import { mapChannelCount } from './maps.ts'

export interface PeakOptions {
  /** A local maximum (3×3) must exceed this. */
  minimumPeak: number
  /** A pixel that is no maximum counts as a second molecule when it exceeds this. */
  minimumNeighbour: number
}

export const peakDefaults: PeakOptions = { minimumPeak: 0.3, minimumNeighbour: 0.6 }

/**
 * Detections of one frame: the values are those of the peak's pixel, the probability is the sum over the pixel and its four
 * direct neighbours (neighbours under the floor of the candidates count as zero). Of equal neighbours the first is the peak.
 */
export function pickPeaks(candidates: Candidates, options: Partial<PeakOptions> = {}): Detections {
  const { minimumPeak, minimumNeighbour } = { ...peakDefaults, ...options }
  const { width, height, pixel, values } = candidates
  // One pixel of border on each side spares the checks at the edges.
  const wide = width + 2
  const p = new Float32Array(wide * (height + 2))
  const places = new Int32Array(pixel.length)
  for (let n = 0; n < pixel.length; n++) {
    const row = Math.floor(pixel[n] / width)
    places[n] = (row + 1) * wide + (pixel[n] - row * width) + 1
    p[places[n]] = values[n * mapChannelCount]
  }
  const detections = new Detections(width)
  for (let n = 0; n < pixel.length; n++) {
    const at = places[n]
    const here = p[at]
    if (here <= minimumPeak) continue
    const isPeak = here > p[at - wide - 1] && here > p[at - wide] && here > p[at - wide + 1] && here > p[at - 1]
      && here >= p[at + 1] && here >= p[at + wide - 1] && here >= p[at + wide] && here >= p[at + wide + 1]
    if (!isPeak && here <= minimumNeighbour) continue
    const detection = detections.open(candidates, n)
    detections.addProbability(detection, p[at - wide] + p[at - 1] + p[at + 1] + p[at + wide])
  }
  return detections
}
