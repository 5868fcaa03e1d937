// Makes the trainer's Python environment, .venv in the project. Has no dependencies and runs under Node 20.
// `npm run setup:trainer` does only this; `npm test` calls it, `npm run demo` does not.
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { makeEnvironment } from '../electron/engine/training/python-environment.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line) => process.stderr.write(`${line}\n`)

/** Makes the environment where it is missing or of other requirements. Returns its Python, or undefined after saying what is wrong. */
export async function setUpTrainer() {
  const onStep = (step, message) => { if (step > 0) say(`The trainer's Python environment: ${message} …`) }
  try {
    const { python } = await makeEnvironment({ folder: join(root, '.venv'), requirements: join(root, 'native', 'trainer', 'requirements.txt'), systemPackages: true, onStep })
    return python
  } catch (error) {
    say(error.message)
    return undefined
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const ready = await setUpTrainer()
  if (ready) say(`The trainer's environment is ready: ${ready}`)
  process.exitCode = ready ? 0 : 1
}
