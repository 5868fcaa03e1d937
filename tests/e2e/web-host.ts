// The real web host as a process of its own, as `npm start` makes it, with folders of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, realpathSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtPages } from '../../build/pages.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))

export interface WebHostProcess {
  /** With the token. */
  url: string
  child: ChildProcess
  stdout(): string
  stderr(): string
  /** Ends it by a signal; its exit code, null where the signal itself ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Folders of one test: `root` is what the page may see, `data` the program's own (workspace, own models, sample). */
export interface Folders {
  root: string
  data: string
}

export async function temporaryFolders(name = 'test'): Promise<Folders & { remove(): Promise<void> }> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), `structloc-${name}-`)))
  const folders = { root: join(base, 'root'), data: join(base, 'data') }
  await Promise.all([mkdir(folders.root), mkdir(folders.data)])
  return { ...folders, remove: () => rm(base, { recursive: true, force: true, maxRetries: 5 }) }
}

export interface HostOptions {
  /** After those that every test gives. */
  args?: readonly string[]
  port?: number
  /** Folder of the window; the real one where absent. */
  pages?: string
  environment?: NodeJS.ProcessEnv
  /** Without `--web` where false. */
  web?: boolean
}

/** Starts it; resolves when it has printed its address. */
export async function startWebHostProcess({ root, data }: Folders, { args = [], port = 0, pages: given, environment, web = true }: HostOptions = {}): Promise<WebHostProcess> {
  const pages = given ?? await builtPages()
  const child = spawn(process.execPath, ['build/start.ts', ...(web ? ['--web'] : []), '--no-open', '--port', `${port}`, '--root', root, '--workspace', join(data, 'workspace.sqlite'), '--pages', pages, ...args], {
    cwd: project, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, STRUCTLOC_DATA: data, STRUCTLOC_MODELS: '', ...environment },
  })
  let [stdout, stderr] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const exited = new Promise<number | null>((resolve) => { child.on('exit', resolve) })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      const address = /^StructLoc at (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+)$/m.exec(stdout)
      if (address) resolve(address[1])
    })
    void exited.then((code) => reject(new Error(`The web host ended with exit code ${code} before it was ready:\n${stderr}`)))
  })
  return {
    url, child, stdout: () => stdout, stderr: () => stderr,
    stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      return exited
    },
  }
}
