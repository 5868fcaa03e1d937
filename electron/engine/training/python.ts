// The Python that trains.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StructLocError } from '../../../core/errors.ts'

/** The folder of the trainer's package. */
export const trainerFolder = fileURLToPath(new URL('../../../native/trainer', import.meta.url))
const projectFolder = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * `STRUCTLOC_PYTHON`, else that of the project's own environment.
 * @throws StructLocError 'not-found' that says how to make it
 */
export function findPython(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment.STRUCTLOC_PYTHON
  if (given) {
    if (existsSync(given)) return given
    throw new StructLocError('not-found', `STRUCTLOC_PYTHON names ${given}, which does not exist; name a Python with torch, numpy, pyarrow and onnx, or remove the variable.`)
  }
  const own = process.platform === 'win32' ? join(projectFolder, '.venv', 'Scripts', 'python.exe') : join(projectFolder, '.venv', 'bin', 'python')
  if (existsSync(own)) return own
  throw new StructLocError('not-found', `Training needs a Python environment, which is not set up (${own}); run: npm run setup:trainer`)
}
