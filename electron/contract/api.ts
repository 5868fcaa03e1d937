// What the window can ask of the engine, in one list: the calls with their arguments and results, and the events it hears.
// The same over a message port (Electron), a socket (web host) and in one process (tests).
import { z } from 'zod'
import { cameraSchema } from '../../core/camera/camera.ts'
import type { Field, Understood } from '../../core/formats/column-layout.ts'
import { tableFormats } from '../../core/formats/table-formats.ts'
import type { Extent } from '../../core/localizations/extent.ts'
import type { EmitterTable, LocalizationTable } from '../../core/localizations/table.ts'
import type { ModelCard } from '../../core/model/card.ts'
import type { PsfSpec } from '../../core/psf/psf.ts'
import { trainingSchema } from '../../core/training/config.ts'
import type { TrainingPreview } from '../../core/training/preview.ts'
import { infoArgs, path, providers } from './calls.ts'
import type { CodedError } from './errors.ts'
import { mostBinning, mostFrames } from './frame-limits.ts'
import { jobKinds, type Job, type ProgressEvent } from './jobs.ts'
import { movieOpeningSchema } from './movie-opening.ts'
import type { Check, ModelList, ModelSummary, MovieDetails } from './results.ts'

const none = z.strictObject({}).default({})
const count = z.number().int().positive()
const index = z.number().int().nonnegative()

/** What of a movie's file is meant, as `info` gave it. */
const opening = { opening: movieOpeningSchema.optional() }

/** How a movie is to be read: what differs from what the engine found itself. */
const reading = { ...opening, camera: cameraSchema.optional(), pixelSize: z.number().positive().optional() }

/** Columns of a table as they cross the border: `frame` from 0, lengths nm. Truth has `id`, localizations the rest. */
const columns = z.record(z.string().max(100), z.custom<Int32Array | Float32Array>((value) => value instanceof Int32Array || value instanceof Float32Array, 'an Int32Array or Float32Array was expected'))

/** The arguments of each call, checked at the engine's door. */
export const callSchemas = {
  /** What a movie file is. */
  info: infoArgs,
  models: none,
  /** A model's whole card, by id or folder. */
  model: z.strictObject({ model: z.string().min(1) }),
  /** Copies a model folder among the person's own models. */
  importModel: z.strictObject({ folder: path }),
  /** The trainer's Python environment, tried out. */
  trainer: none,
  /** Queues a job. */
  start: z.strictObject({ kind: z.enum(jobKinds), args: z.unknown() }),
  /** Ends a job, what it has found is kept. `pause`: a training is put aside by its checkpoint, no model is made of it yet. */
  cancel: z.strictObject({ job: index, pause: z.boolean().default(false) }),
  /** A localization or training that was cut off, paused or stopped before its end goes on. */
  resume: z.strictObject({ job: index }),
  jobs: none,
  /** The result of a job, once it has one: waits where the job is under way, rejects with the job's own error. */
  result: z.strictObject({ job: index }),
  /** Frames `first` … `first + count - 1` from 0, as they are in the file; with a `binning`, means of so many pixels along each side. */
  frames: z.strictObject({ movie: path, first: index, count: count.max(mostFrames), binning: z.number().int().min(1).max(mostBinning).default(1), ...opening }),
  /** Background (photons per pixel) of a movie under a camera, and what of it is outside a model's range. */
  light: z.strictObject({ movie: path, model: z.string().min(1).optional(), ...reading }),
  /** Detections on one frame, the network's output cached, so that another threshold is answered at once. */
  preview: z.strictObject({ movie: path, frame: index, model: z.string().min(1), threshold: z.number().min(0).max(2).optional(), provider: z.enum(providers).default('auto'), ...reading }),
  /** Opens a model where inference runs, so that the first preview need not wait for that. */
  prepare: z.strictObject({ model: z.string().min(1), provider: z.enum(providers).default('auto') }),
  /** Localization runs in the workspace. */
  runs: none,
  /** Rows of a run from frame `from` on, as far as it is done, or as many as fit into a message (`more` says that). */
  runRows: z.strictObject({ run: index, from: index.default(0) }),
  /** Removes a run and its rows from the workspace (exported files stay). */
  forgetRun: z.strictObject({ run: index }),
  /** A table from a file, and how its columns were understood; `pixelSize` (nm) for files in pixels that do not tell it. */
  readTable: z.strictObject({ path, pixelSize: z.number().positive().optional() }),
  /** A PSF from a file: what a calibration wrote, or SMAP's (_3dcal.mat) on pixels of that size. */
  readPsf: z.strictObject({ path, pixelSize: z.number().positive() }),
  /** The next rows of a table that is too large for one message; `table` is a name that the window makes up. `writeTable` brings the last ones. */
  tableRows: z.strictObject({ table: z.string().min(8).max(100), columns }),
  /** Writes a table with its provenance beside it; formats in pixels take their size from `provenance.pixelSize`. `table`: its first rows came by `tableRows`. */
  writeTable: z.strictObject({ path, format: z.enum(tableFormats), columns, table: z.string().max(100).optional(), provenance: z.record(z.string(), z.unknown()) }),
  /** Writes a picture, report or text that the window made. Only paths that a person chose for saving. */
  writeFile: z.strictObject({ path, bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'a Uint8Array was expected') }),
  /** Sub-folders and files of a folder; the starting folders where none is named. */
  folder: z.strictObject({ path: path.optional() }),
  /** The bundled sample: simulated at the first call, then taken from where it lies. */
  sample: none,
  /** Simulated windows of a training configuration (from training window `first` on), with their emitters and the structures they lie on. */
  simulatePreview: z.strictObject({ config: trainingSchema, windows: count.max(8).default(3), points: count.max(50_000).default(3000), first: index.default(0) }),
  /** What a training has told so far, for its curves; the event `training` goes on from there. */
  trainingCurve: z.strictObject({ job: index }),
} satisfies Record<string, z.ZodType>

export type CallName = keyof typeof callSchemas
export type CallArgs<N extends CallName> = z.input<(typeof callSchemas)[N]>
export type CheckedArgs<N extends CallName> = z.output<(typeof callSchemas)[N]>

export interface FrameBlock {
  first: number
  count: number
  /** Pixels of the movie's frames. */
  width: number
  height: number
  /** Pixels along each side that a value is the mean of. */
  binning: number
  /** Frame after frame, ⌈height/binning⌉ rows of ⌈width/binning⌉, ADU. */
  values: Uint16Array | Float32Array
}

export interface Light {
  /** Photons per pixel and frame, estimated over the movie. */
  background_photons: number
  /** Sentences, where the movie is outside the model's range. */
  warnings: string[]
}

export interface Preview {
  localizations: LocalizationTable
  /** Of the network; 0 where its output was cached. */
  seconds: number
  provider: string
  threshold: number
}

export interface RunSummary {
  run: number
  movie: string
  model: string
  /** Frames [first, end) asked for, and the frame up to which it is done. */
  first: number
  end: number
  doneUntil: number
  rows: number
  finished: boolean
  /** Seconds since 1970. */
  startedAt: number
  seconds: number
  provider: string | undefined
  pixelSize: number
  width: number
  height: number
  threshold: number
  modelSha256: string
  /** Everything else that decided the rows: camera, decoding, …. */
  parameters: Record<string, unknown>
  /** Where its tables were or will be written. */
  out: string | undefined
  /** The job that made it, in this workspace: what is resumed where the run is not finished. */
  job: number | undefined
}

export interface RunRows {
  /** Of frames [from, doneUntil). */
  localizations: LocalizationTable
  /** Ask again from here on. */
  doneUntil: number
  /** The run is over and these were its last rows. */
  finished: boolean
  /** There are further rows already: they did not fit into this message. */
  more: boolean
}

export type TableExtents = Record<'frame' | 'x' | 'y', Extent>

export interface ReadTableResult {
  kind: 'localizations' | 'emitters'
  /** The program or format it was written by. */
  format: string
  table: LocalizationTable | EmitterTable
  /** Which of the file's columns became which of ours, with the unit it was read in; columns not used have no `to`. */
  understood: Understood[]
  /** First frame number in the file that stands for our 0. */
  firstFrame: number
  /** What the file itself tells of the movie. */
  field?: Field
  /** Where its rows lie (frames from 0, nm); worked out here, since the window would be held up by it. Undefined without rows. */
  extents: TableExtents | undefined
  /** What stands beside the file about how it came about. */
  provenance: Record<string, unknown> | undefined
}

export interface FolderEntry {
  name: string
  path: string
  kind: 'folder' | 'file'
  bytes: number
  /** Seconds since 1970. */
  modified: number
}

export interface FolderListing {
  /** Undefined at the top, where the allowed folders are listed. */
  path: string | undefined
  parent: string | undefined
  entries: FolderEntry[]
}

export interface SampleMovie {
  movie: string
  truth: string
}

/** A point of a training's curves. */
export interface TrainingPoint {
  /** 'progress': `loss` is that of the training; 'validation': of the validation windows, with simple scores. */
  kind: 'progress' | 'validation'
  /** Target frames seen. */
  targets: number
  loss: number | null
  /** A share; lengths nm; null in 'progress' and where nothing was found. */
  jaccard: number | null
  rmseLateral: number | null
  rmseAxial: number | null
  /** Targets per second; null in 'validation'. */
  rate: number | null
}

/** What each call gives. */
export interface CallResults {
  info: MovieDetails
  models: ModelList
  model: ModelCard
  importModel: ModelSummary
  trainer: Check
  start: Job
  cancel: void
  resume: Job
  jobs: Job[]
  result: unknown
  frames: FrameBlock
  light: Light
  preview: Preview
  prepare: void
  runs: RunSummary[]
  runRows: RunRows
  forgetRun: void
  readTable: ReadTableResult
  readPsf: PsfSpec
  /** Rows that came so far. */
  tableRows: { rows: number }
  /** `lost`: columns that the format has no place for. */
  writeTable: { path: string; provenance: string; lost: string[] }
  writeFile: { path: string }
  folder: FolderListing
  sample: SampleMovie
  simulatePreview: TrainingPreview
  trainingCurve: TrainingPoint[]
}

/** What the engine tells by itself. */
export interface EngineEvents {
  job: Job
  progress: ProgressEvent
  notice: { jobId: number; message: string }
  /** A run has rows up to here. */
  rows: { jobId: number; run: number; doneUntil: number; rows: number }
  /** The inference process died and another took its place (or none, where it died too often). */
  inference: { message: string; running: boolean }
  /** Where a model runs: told when it is opened and whenever that changes. `fallbacks` says why it is not elsewhere, a sentence each. */
  provider: { model: string; wanted: string; inUse: string; fallbacks: string[] }
  /** A training goes on. */
  training: TrainingPoint & { jobId: number }
}
export type EventName = keyof EngineEvents

/** Answers cross the border as values, errors too: an Error would lose its code on the way. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: CodedError }
