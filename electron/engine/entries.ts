// Where the files lie that the engine starts (worker threads, the inference process) and those it reads (models, the trainer's
// package, package.json). From sources they are .ts files in the folders; in a build they are files of the same name
// (`movie-worker.js`, …) beside the bundle or above it, or in the folder that STRUCTLOC_ENTRIES names.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { StructLocError } from '../../core/errors.ts'

/** Each must be an input of the build, under this name. */
const sources = {
  'movie-worker': './simulation/movie-worker.ts',
  'stream-worker': './simulation/stream-worker.ts',
  'preview-worker': './simulation/preview-worker.ts',
  'crowding-worker': './training/crowding-worker.ts',
  'calibration-worker': './calibration/calibration-worker.ts',
  'table-worker': './tables/hdf5/table-worker.ts',
  inference: '../inference/main.ts',
} as const
export type EntryName = keyof typeof sources

const endings = ['.js', '.mjs', '.cjs']

/** File of a worker or process. @throws StructLocError 'internal' where a build lacks it */
export function entry(name: EntryName, module = import.meta.url, environment: NodeJS.ProcessEnv = process.env): URL {
  if (module.endsWith('.ts')) return new URL(sources[name], module)
  const here = dirname(fileURLToPath(module))
  const folders = [...(environment.STRUCTLOC_ENTRIES ? [environment.STRUCTLOC_ENTRIES] : []), here, dirname(here)]
  // Processes are not started from inside an archive.
  const files = folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .flatMap((file) => [file.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked'), file])
  const found = files.find((file) => existsSync(file))
  if (found) return pathToFileURL(found)
  throw new StructLocError('internal', `The program is not complete: ${name}${endings[0]} is neither in ${folders.join(' nor in ')}.`)
}

/**
 * A file or folder that comes with the program (`models`, `native/trainer`, `package.json`): in the nearest folder above this
 * module that holds it, which is the project, the application's archive or its resources. Where none does, a path that does not exist.
 */
export function resource(name: string, module = import.meta.url): string {
  const start = dirname(fileURLToPath(module))
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, name)
    if (existsSync(path)) return path
    if (dirname(folder) === folder) return join(start, name)
  }
}
