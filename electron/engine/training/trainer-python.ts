// Where the trainer's Python is: STRUCTLOC_PYTHON, else the project's own environment, made by `npm run setup:trainer`.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { StructLocError } from '../../../core/errors.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The folder that holds the Python package `structloc_trainer`. */
export const trainerFolder = join(root, 'native', 'trainer')

const setUp = 'Make it with: npm run setup:trainer (or name a Python with torch, numpy, pyarrow, onnx and onnxruntime in STRUCTLOC_PYTHON).'

/** Path of the Python that runs the trainer. Throws 'not-found' with what to do. */
export function trainerPython(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment.STRUCTLOC_PYTHON
  if (given) {
    if (existsSync(given)) return given
    throw new StructLocError('not-found', `STRUCTLOC_PYTHON names ${given}, which does not exist.`)
  }
  const own = join(root, '.venv', ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']))
  if (existsSync(own)) return own
  throw new StructLocError('not-found', `Training needs a Python environment, which is not there (${own}). ${setUp}`)
}

/** What the trainer runs on: versions of Python and torch, and whether it sees a GPU. */
export interface TrainerEnvironment {
  python: string
  torch: string
  cuda: string | null
}

const probe = `
import json, platform, torch, numpy, pyarrow, onnx, onnxruntime, structloc_trainer
cuda = torch.cuda.get_device_name(0) if torch.cuda.is_available() else None
print(json.dumps({"python": platform.python_version(), "torch": torch.__version__, "cuda": cuda}))`

/** Starts Python once and loads what the trainer needs. Throws 'not-found' naming the package that is missing. */
export async function probeTrainer(python: string): Promise<TrainerEnvironment> {
  try {
    const { stdout } = await promisify(execFile)(python, ['-c', probe], { env: { ...process.env, PYTHONPATH: trainerFolder } })
    return JSON.parse(stdout) as TrainerEnvironment
  } catch (cause) {
    const said = ((cause as { stderr?: string }).stderr ?? '').trim().split('\n').at(-1) || (cause as Error).message.split('\n')[0]
    const missing = /No module named '([^']+)'/.exec(said)?.[1]
    throw new StructLocError('not-found', `${python} cannot run the trainer: ${missing ? `its package ${missing} is missing` : said}. ${setUp}`, { cause })
  }
}
