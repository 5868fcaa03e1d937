// Where the trainer's Python is: STRUCTLOC_PYTHON, else the environment that `npm run setup:trainer` makes in the project, else the one
// that the application makes in its data folder.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { StructLocError } from '../../../core/errors.ts'
import { dataFolder } from '../data-folder.ts'
import { resource } from '../entries.ts'
import { pythonIn } from './python-environment.mjs'

/** The folder that holds the Python package `structloc_trainer`. */
export const trainerFolder = resource('native/trainer')

const setUp = 'Make it in the training panel, or with: npm run setup:trainer (or name a Python with torch, numpy, pyarrow, onnx and onnxruntime in STRUCTLOC_PYTHON).'

/** Where the environment is, or is to be made: beside the sources, or in the program's data folder. */
export function environmentFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const project = dirname(dirname(trainerFolder))
  return existsSync(join(project, 'build', 'setup-trainer.mjs')) && !environment.STRUCTLOC_DATA ? join(project, '.venv') : join(dataFolder(environment), 'trainer')
}

/** Path of the Python that runs the trainer. Throws 'not-found' with what to do. */
export function trainerPython(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment.STRUCTLOC_PYTHON
  if (given) {
    if (existsSync(given)) return given
    throw new StructLocError('not-found', `STRUCTLOC_PYTHON names ${given}, which does not exist.`)
  }
  const folders = [environmentFolder(environment), environmentFolder({ ...environment, STRUCTLOC_DATA: '' })]
  const found = folders.map(pythonIn).find((python) => existsSync(python))
  if (found) return found
  throw new StructLocError('not-found', `Training needs a Python environment, which is not there (${pythonIn(folders[0])}). ${setUp}`)
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
