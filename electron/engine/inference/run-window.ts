// Running a network over a stretch of frames, tile by tile and run by run, and putting the output together.
import type { CandidateRun, Candidates } from '../../../core/model/candidates.ts'
import { stitchFrame } from '../../../core/model/candidates.ts'
import type { FrameMaps } from '../../../core/model/maps.ts'
import { layoutOf, type OutputLayout } from '../../../core/model/output-layout.ts'
import type { Tile, Tiling } from '../../../core/model/tiling.ts'
import { StructLocError } from '../../../core/errors.ts'
import { InferenceInterrupted } from './supervisor.ts'
import type { OpenModel, RunInput, RunOutput } from './supervisor.ts'

export interface WindowOutput {
  /** Of each frame, in order. */
  candidates: Candidates[]
  /** Of each frame, where asked for. */
  maps?: FrameMaps[]
  /** Time inside ONNX Runtime. */
  seconds: number
}

export interface WindowOptions {
  signal?: AbortSignal
  floor?: number
  dense?: boolean
  urgent?: boolean
}

/** Runs in the process's queue at a time: the next is there when one is done. */
const ahead = 2
/** How often the same run may meet the death of the process before we call it the cause. */
const attempts = 4

/**
 * @param photons [frames + 2, tiling.paddedHeight, tiling.paddedWidth]
 * @param width,height of the frame without padding
 */
export async function runWindow(
  model: OpenModel, photons: Float32Array, frames: number, width: number, height: number, tiling: Tiling, options: WindowOptions = {},
): Promise<WindowOutput> {
  const jobs: { first: number; count: number; tile: Tile }[] = []
  for (let first = 0; first < frames; first += tiling.framesPerRun) {
    const count = Math.min(tiling.framesPerRun, frames - first)
    for (const tile of tiling.tiles) jobs.push({ first, count, tile })
  }
  const outputs: RunOutput[] = []
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < jobs.length) {
      const n = next++
      const { first, count, tile } = jobs[n]
      const { place } = tile
      const input = { photons: cutTile(photons, first, count + 2, tile, tiling), frames: count, width: tile.width, height: tile.height, place, floor: options.floor, dense: options.dense, urgent: options.urgent }
      outputs[n] = await runAgain(model, input, signal)
    }
  }
  try {
    await Promise.all(Array.from({ length: ahead }, worker))
  } finally {
    stop.abort()
  }

  const layout = layoutOf(model.card.architecture)
  const candidates: Candidates[] = []
  const maps: FrameMaps[] = []
  for (let first = 0; first < frames; first += tiling.framesPerRun) {
    const runs = jobs.flatMap((job, n) => (job.first === first ? [{ tile: job.tile, output: outputs[n] }] : []))
    const sparse: CandidateRun[] = runs.map(({ output }) => output.candidates)
    for (let t = 0; t < sparse[0].starts.length - 1; t++) {
      candidates.push(stitchFrame(sparse, t, width, height, layout))
      if (options.dense) maps.push(stitchMaps(runs, t, width, height, layout))
    }
  }
  const seconds = outputs.reduce((sum, output) => sum + output.seconds, 0)
  return options.dense ? { candidates, maps, seconds } : { candidates, seconds }
}

/** A run, repeated when the process died under it. Its result counts once: only the attempt that answers gives one. */
async function runAgain(model: OpenModel, input: RunInput, signal: AbortSignal): Promise<RunOutput> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await model.run(input, signal)
    } catch (error) {
      if (!(error instanceof InferenceInterrupted)) throw error
      if (attempt === attempts) {
        throw new StructLocError('process-died', `${error.message} ${attempts} times on the same frames of ${input.width}×${input.height} px; memory may be short, or the graphics driver at fault: try --provider cpu`, { cause: error })
      }
    }
  }
}

/** The tile's part of the frames; the frames themselves when the tile is all of them. */
function cutTile(photons: Float32Array, first: number, count: number, tile: Tile, { paddedWidth, paddedHeight }: Tiling): Float32Array {
  const plane = paddedWidth * paddedHeight
  if (tile.width === paddedWidth && tile.height === paddedHeight) return photons.subarray(first * plane, (first + count) * plane)
  const out = new Float32Array(count * tile.width * tile.height)
  let at = 0
  for (let t = first; t < first + count; t++) {
    for (let row = tile.top; row < tile.top + tile.height; row++) {
      const line = t * plane + row * paddedWidth + tile.left
      out.set(photons.subarray(line, line + tile.width), at)
      at += tile.width
    }
  }
  return out
}

/** Frame t of dense outputs put together from the parts of the tiles that count. */
function stitchMaps(runs: { tile: Tile; output: RunOutput }[], t: number, width: number, height: number, { channels, upsampling: fine }: OutputLayout): FrameMaps {
  const [wide, high] = [width * fine, height * fine]
  const data = new Float32Array(channels * wide * high)
  for (const { tile, output } of runs) {
    const { place } = tile
    for (let channel = 0; channel < channels; channel++) {
      for (let row = 0; row < place.height * fine; row++) {
        const from = (((t * channels + channel) * tile.height + place.top) * fine + row) * tile.width * fine + place.left * fine
        const to = (channel * high + place.frameTop * fine + row) * wide + place.frameLeft * fine
        data.set(output.dense!.subarray(from, from + place.width * fine), to)
      }
    }
  }
  return { data, width: wide, height: high }
}
