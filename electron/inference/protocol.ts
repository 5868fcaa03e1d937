// What engine and inference process say to each other. Plain data only: it crosses a process border.
import type { CandidateRun, TilePlace } from '../../core/model/candidates.ts'
import type { OutputLayout } from '../../core/model/output-layout.ts'

/** 'auto' takes the first that works of those this build brings; the rest are ONNX Runtime's names. */
export const providerPreferences = ['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const
export type ProviderPreference = (typeof providerPreferences)[number]

/** The execution provider that a session runs on, and why it is not the wanted one. */
export interface ProviderReport {
  wanted: ProviderPreference
  inUse: string
  /** One sentence for each provider that was tried in vain; empty when the first choice works. */
  fallbacks: string[]
}

export interface OpenRequest {
  kind: 'open'
  id: number
  /** The engine's number for the session. */
  session: number
  /** Path of the ONNX file. */
  path: string
  provider: ProviderPreference
  /** Threads inside an operator; 0 lets ONNX Runtime choose. */
  threads: number
}

export interface RunRequest {
  kind: 'run'
  id: number
  session: number
  /** [frames + 2, height, width], photons. */
  photons: Float32Array
  /** Output frames. */
  frames: number
  width: number
  height: number
  place: TilePlace
  /** What the network gives. */
  layout: OutputLayout
  /** Pixels with p or amplitude above this are candidates. */
  floor: number
  /** Also send the whole output. */
  dense: boolean
  /** Before runs that are not urgent. */
  urgent: boolean
}

/** The request of this number is no longer wanted: it gets no answer where it has not begun. */
export interface DropRequest {
  kind: 'drop'
  id: number
}

export interface CloseRequest {
  kind: 'close'
  id: number
  session: number
}

/** What is answered. */
export type Asked = OpenRequest | RunRequest | CloseRequest
export type Request = Asked | DropRequest

/** Sent once, when the process can take requests. */
export interface Ready {
  kind: 'ready'
  runtime: string
  backends: { name: string; bundled: boolean }[]
}

export interface Opened {
  kind: 'opened'
  id: number
  provider: ProviderReport
}

export interface Ran {
  kind: 'ran'
  id: number
  candidates: CandidateRun
  dense?: Float32Array
  /** Time inside ONNX Runtime. */
  seconds: number
}

export interface Closed {
  kind: 'closed'
  id: number
}

export interface Failed {
  kind: 'failed'
  id: number
  message: string
}

/** The provider that was asked for by name is not there. */
export interface Absent {
  kind: 'absent'
  id: number
  /** Why, without a full stop. */
  message: string
  /** Providers on which this network opens. */
  there: string[]
}

export type Response = Ready | Opened | Absent | Ran | Closed | Failed
