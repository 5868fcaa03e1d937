// What the engine's calls give back: plain data.
import type { Calibration as BeadCalibration } from '../../core/calibration/calibrate.ts'
import type { Camera } from '../../core/camera/camera.ts'
import type { CalibratedColumn, Calibration } from '../../core/evaluation/calibration.ts'
import type { FoundValue } from '../../core/formats/movie-metadata.ts'
import type { ModelCard } from '../../core/model/card.ts'
import type { Acquisition } from '../../core/simulation/acquisition.ts'
import type { MovieOpening } from './movie-opening.ts'

/** What a file holds besides time, and what of it is the movie (each from 1). */
export interface MovieAxes {
  /** Who says so: 'OME-XML'. */
  from: string
  positions: number
  channels: number
  slices: number
  position: number
  channel: number
  slice: number
  /** As far as they have names. */
  channelNames: string[]
}

export interface MovieDetails {
  path: string
  format: string
  width: number
  height: number
  frames: number
  pixelType: string
  reader: string
  fileBytes: number
  /** Number of files. */
  files: number
  /** What was taken of the file: name it in every further call about the movie. Undefined where there is nothing to say. */
  opening: MovieOpening | undefined
  axes: MovieAxes | undefined
  /** Where the file ends too early: the sentence about it. Its whole frames were taken. */
  truncated: string | undefined
  /** From the description beside the movie, where there is one. */
  description: string | undefined
  /** Table of the true emitters beside a simulated movie (NAME.truth.csv), where there is one. */
  truth: string | undefined
  pixelSize: number | undefined
  camera: Camera | undefined
  /** What the file itself says of pixel size (nm), exposure and camera, with where it stood: proposals for a form, taken for nothing else. */
  metadata: FoundValue[]
  /** What a simulated movie was made from: what bounds and scores are compared with. */
  simulated: { acquisition: Acquisition; background_photons: number } | undefined
  /** ADU over the first frames: least, median, largest. */
  values_adu: { least: number; median: number; largest: number }
}

export interface SimulateResult {
  movie: string
  truth: string
  /** The description beside the movie. */
  description: string
  width: number
  height: number
  frames: number
  emitters: number
  emittersPerFrame: number
  background_photons: number
  onTime_frames: number
  seconds: number
}

export interface LocalizeResult {
  out: string
  arrow: string
  provenance: string
  localizations: number
  /** Frames localized, those of an earlier part of the run included. */
  frames: number
  framesPerSecond: number
  seconds: number
  model: { id: string; sha256: string }
  provider: string
  cameraFrom: CameraOrigin
  /** nm */
  pixelSize: number
  pixelSizeFrom: PixelSizeOrigin
  threshold: number
  warnings: string[]
  resumedAfter: number
}

/** Where the camera description came from. */
export type CameraOrigin = 'given' | 'movie' | 'model'
/** Where the pixel size came from; 'file': the movie's own metadata. */
export type PixelSizeOrigin = CameraOrigin | 'file'

export interface ModelSummary {
  id: string
  title: string
  /** Where it lies. */
  folder: string
  origin: 'shipped' | 'own' | 'folder'
  sampling: string
  photons: number
  background: readonly [number, number]
  zRange: readonly [number, number]
  pixelSize: number
  camera: string
  architecture: ModelCard['architecture']['name']
  size: string
  parameters: number
  density_perUm2: readonly [number, number]
  threshold: number
  targets: number
  acquisition: Acquisition
  sha256: string
}

export interface ModelList {
  models: ModelSummary[]
  /** Folders that hold a damaged model, each with the reason. */
  damaged: { folder: string; reason: string }[]
}

export interface TrainResult {
  folder: string
  id: string
  /** Why it ended: all targets seen, the time over, or stopped on request. */
  reason: 'finished' | 'time' | 'stopped'
  targets: number
  seconds: number
  threshold: number
  sha256: string
}

/** How one model does on the added emitters. Lengths nm, shares 0 … 1; null without a match. */
export interface SpikeInScores {
  model: { id: string; sha256: string }
  threshold: number
  /** Added emitters that count (bright enough, not at the border), and those that were found. */
  added: number
  found: number
  recall: number | null
  /** Share of the added emitters at whose place the model sees something without them, too: found by chance at most as often. */
  chance: number | null
  rmseLateral: number | null
  rmseAxial: number | null
  rmseVolumetric: number | null
  /** Mean of detection minus truth. */
  offsetX: number | null
  offsetY: number | null
  offsetZ: number | null
  /** Errors over stated uncertainties. */
  calibration: Record<CalibratedColumn, Calibration | null>
  /** Detections in the frames as they are, and in the copy. */
  before: number
  after: number
  /** In the copy, but neither in the frames as they were nor at an added emitter. */
  arisen: number
  /** Of the frames as they were, no longer seen in the copy. */
  vanished: number
  /** The copy's localizations. */
  table: string
}

export interface SpikeInResult {
  out: string
  /** The added emitters. */
  truth: string
  /** The copy of the frames, where asked for; the tables then count frames as it does. */
  movie: string | undefined
  /** Of the movie, [first, end) from 0. */
  frames: { first: number; end: number }
  emitters: number
  cameraFrom: CameraOrigin
  seconds: number
  scores: SpikeInScores[]
}

/** A calibration, and what was written of it. */
export interface CalibrateResult extends BeadCalibration {
  stack: string
  out: string | undefined
  /** Further files: Gaussian, report, pictures. */
  files: string[]
  seconds: number
}

export interface SetupTrainerResult {
  /** The environment's Python. */
  python: string
  version: string
  torch: string
  /** Name of the NVIDIA card; null on the CPU. */
  cuda: string | null
  /** Whether it was there already. */
  already: boolean
}

export interface Check {
  name: string
  ok: boolean
  /** Whether the main job (localizing with a shipped model) needs it. */
  needed: boolean
  found: string
  /** What to do where it is not ok. */
  advice: string | undefined
}

export interface DoctorReport {
  ok: boolean
  checks: Check[]
}
