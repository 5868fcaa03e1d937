// How a table came about: written beside it (locs.csv → locs.json) and read again by `evaluate`.
import { readFileSync } from 'node:fs'
import type { Camera } from '../../../core/camera/camera.ts'
import type { Decoding, ModelCard } from '../../../core/model/card.ts'
import type { CameraOrigin, PixelSizeOrigin } from '../../contract/results.ts'
import type { ProviderReport } from '../../inference/protocol.ts'
import { resource } from '../entries.ts'
import type { MovieRecord } from '../workspace/run-table.ts'
import { besides } from './movie-description.ts'

export interface Provenance {
  movie: MovieRecord
  card: ModelCard
  modelFolder: string
  camera: Camera
  cameraFrom: CameraOrigin
  pixelSize: number
  pixelSizeFrom: PixelSizeOrigin
  /** Frames [first, end), from 0. */
  first: number
  end: number
  decoding: Decoding
  provider: ProviderReport
  runtime: string | undefined
  localizations: number
  framesDone: number
  seconds: number
  warnings: readonly string[]
}

/** Where a table's provenance goes: beside it, but never in place of the movie's own description (movie.csv beside movie.tif). */
export function provenancePath(csv: string, movie: string): string {
  const path = besides(csv, '.json')
  return path === besides(movie, '.json') ? besides(csv, '.locs.json') : path
}

/** The document beside the table. Frame numbers count from 1 and include the last, as on the command line. */
export function provenanceDocument(of: Provenance): Record<string, unknown> {
  const { movie, card } = of
  return {
    structloc: 'localizations',
    complete: of.framesDone === of.end - of.first,
    date: new Date().toISOString(),
    movie: { path: movie.path, bytes: movie.size, modified: new Date(movie.mtime_ms).toISOString(), frames: movie.frames },
    width_px: movie.width,
    height_px: movie.height,
    pixelSize: of.pixelSize,
    pixelSizeFrom: of.pixelSizeFrom,
    camera: of.camera,
    cameraFrom: of.cameraFrom,
    frames: { first: of.first + 1, last: of.end },
    framesDone: of.framesDone,
    localizations: of.localizations,
    model: { id: card.id, title: card.title, sha256: card.sha256, folder: of.modelFolder, sampling: card.sampling, targets: card.training.targets },
    decoding: of.decoding,
    provider: of.provider,
    seconds: round(of.seconds),
    framesPerSecond: round(of.framesDone / Math.max(of.seconds, 1e-3)),
    versions: { structloc: programVersion(), node: process.versions.node, onnxruntime: of.runtime },
    platform: `${process.platform} ${process.arch}`,
    warnings: of.warnings,
  }
}

/** The program's own version. */
export function programVersion(): string {
  return (JSON.parse(readFileSync(resource('package.json'), 'utf8')) as { version: string }).version
}

const round = (value: number): number => Number(value.toPrecision(4))
