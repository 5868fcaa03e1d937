// Makes the Python environment with the programs that read what we write (Picasso, Locan), in a cache folder outside the checkout,
// since it is large. Used by the tests in tests/peers.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { makeEnvironment } from '../electron/engine/training/python-environment.mjs'

const requirements = join(import.meta.dirname, '..', 'tests', 'peers', 'requirements.txt')

/** Its Python; undefined, after a line on stderr, where this machine cannot have it. `STRUCTLOC_PEERS` names another folder. */
export async function setUpPeers(environment: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const folder = environment.STRUCTLOC_PEERS || join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'structloc', 'peers')
  const onStep = (step: number, message: string): void => { if (step > 0) console.error(`Programs that read our tables: ${message} …`) }
  try {
    const pip = ['--no-deps', '--no-compile', '--only-binary=:all:']
    return (await makeEnvironment({ folder, requirements, pip, packages: 'Picasso, Locan and what they read tables with (0.6 GB)', onStep })).python
  } catch (error) {
    console.error(`SKIPPED: tables read by Picasso and Locan: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}
