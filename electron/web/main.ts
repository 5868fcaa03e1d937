// `npm start -- --web`: engine and web host in one process, from the first line on stdout to a clean end.
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { dataFolder } from '../engine/data-folder.ts'
import { openDoor } from '../engine/door.ts'
import { createEngine } from '../engine/engine.ts'
import { modelPlaces } from '../engine/models/model-folders.ts'
import { allowedFolders } from './allowed-folders.ts'
import { openBrowser } from './open-browser.ts'
import { usualPort, type StartOptions } from './options.ts'
import { startWebHost } from './server.ts'
import { closing } from './sockets.ts'

/** Longest wait for a job to let go at the end. */
const patience_ms = 20_000

/** Serves until a signal ends it. @param pages folder of the built window */
export async function serveWindow({ roots, workspace, port, browser, movies }: Pick<StartOptions, 'roots' | 'workspace' | 'port' | 'browser' | 'movies'>, pages: string): Promise<void> {
  await mkdir(dirname(workspace), { recursive: true })
  const engine = createEngine({ workspace, givesWay: true })
  const places = modelPlaces()
  const samples = join(dataFolder(), 'samples')
  const allow = allowedFolders({ roots, readable: [places.shipped, places.own], writable: [samples] })
  const door = openDoor(engine, { roots, places, samples, allow })
  const host = await startWebHost({ door, pages, roots, allow, port: port ?? usualPort, elsewhere: port === undefined, open: movies })

  let ending = false
  const end = async (exitCode: number, code: number, why: string): Promise<void> => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), patience_ms).unref()
    try {
      await host.close(code, why)
      await door.close()
      await engine.close()
    } finally {
      process.exit(exitCode)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0, closing.leaving, 'StructLoc was ended'))
  // A defect: what is open ends with a reason, jobs stay resumable, and whoever started the program sees it.
  const crash = (error: unknown): void => {
    process.stderr.write(`StructLoc stopped after an internal error; jobs under way can be resumed at the next start.\n${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
    void end(1, closing.crashed, 'StructLoc stopped after an internal error')
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)

  process.stdout.write(`StructLoc at ${host.url}\n`)
  if (browser) openBrowser(host.url, () => process.stderr.write('No browser could be opened; open the address above by hand.\n'))
}
