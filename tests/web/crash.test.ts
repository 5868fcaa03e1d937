// A defect in the process that serves the window: a clear end, told to the page and to whoever started it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { temporaryFolders, type Folders } from '../e2e/web-host.ts'
import { writePage } from './page.ts'
import { closed } from './running-host.ts'
import { client } from './socket-client.ts'

let folders: Folders & { remove(): Promise<void> }
beforeEach(async () => {
  folders = await temporaryFolders()
  await writePage(join(folders.data, 'pages'))
})
afterEach(() => folders.remove())

test.each([
  ['an error that nobody catches', "setImmediate(() => { throw new Error('the defect') })"],
  ['a rejection that nobody handles', "void Promise.reject(new Error('the defect'))"],
])('%s ends the host with exit code 1, the error on stderr and a reason for the page', async (_, defect) => {
  const program = `
    import { serveWindow } from ${JSON.stringify(join(import.meta.dirname, '../../electron/web/main.ts'))}
    await serveWindow(${JSON.stringify({ roots: [folders.root], workspace: join(folders.data, 'w.sqlite'), port: 0, browser: false, movies: [] })}, ${JSON.stringify(join(folders.data, 'pages'))})
    process.stdin.once('data', () => { ${defect} })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env: { ...process.env, STRUCTLOC_DATA: folders.data } })
  let [stdout, stderr] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const exited = new Promise<number | null>((resolve) => { child.on('exit', resolve) })
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (stdout.includes('\n')) resolve()
    })
    void exited.then(() => resolve())
  })
  const { socket } = await client(stdout.slice('StructLoc at '.length).trim())
  const end = closed(socket)
  child.stdin.write('now\n')
  expect(await end).toEqual({ code: 1011, reason: 'StructLoc stopped after an internal error' })
  expect(await exited).toBe(1)
  expect(stderr).toMatch(/^StructLoc stopped after an internal error; jobs under way can be resumed at the next start\.\nError: the defect/)
})
