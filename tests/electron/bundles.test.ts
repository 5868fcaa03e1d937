// The bundles as they are shipped, under the Node that Electron brings: engine, inference and worker threads find each other and
// what comes with the program. (Tests in Electron may have to make do with bundles for an older one.)
import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { builtDesktop } from '../../build/desktop.ts'
import type { CallArgs, CallName, CallResults } from '../../electron/contract/api.ts'
import { writeSmallMovie } from '../e2e/movies.ts'
import { temporaryFolders } from '../e2e/web-host.ts'
import { valueOf } from './engine-call.ts'

interface BuiltEngine {
  call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallResults[N]>
  close(): Promise<number | null>
}

async function startBuiltEngine(build: string, data: string): Promise<BuiltEngine> {
  const child: ChildProcess = fork(new URL('./engine-in-node.mjs', import.meta.url), [build], { serialization: 'advanced', env: { ...process.env, STRUCTLOC_DATA: data, STRUCTLOC_MODELS: '' }, execArgv: [] })
  const open = new Map<string, (answer: unknown) => void>()
  const ended = new Promise<number | null>((resolve) => { child.on('exit', resolve) })
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if (message === 'ready') return resolve()
      const { id, answer } = message as { id: string; answer: unknown }
      open.get(id)?.(answer)
    })
    void ended.then((code) => reject(new Error(`the engine ended with exit code ${code}`)))
  })
  let number = 0
  return {
    async call(name, args) {
      const id = `call-${++number}`
      const answer = new Promise((resolve) => { open.set(id, resolve) })
      child.send({ number, id, name, args })
      return valueOf(await answer)
    },
    close() {
      child.send('close')
      return ended
    },
  }
}

describe('the built program', () => {
  test('makes the sample in a worker thread, localizes it in the inference process, and ends cleanly', async () => {
    const build = await builtDesktop()
    const { root, data, remove } = await temporaryFolders('bundles')
    try {
      const engine = await startBuiltEngine(build, data)
      expect((await engine.call('models', {})).models.map(({ id }) => id)).toEqual(expect.arrayContaining(['csr-5000-50', 'microtubules-5000-50']))
      const { movie, truth } = await engine.call('sample', {})
      expect(existsSync(truth)).toBe(true)
      const { values } = await engine.call('frames', { movie, first: 0, count: 2 })
      expect(values).toBeInstanceOf(Uint16Array)
      const out = join(root, 'out.csv')
      const { id } = await engine.call('start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out, provider: 'cpu', frames: { first: 0, end: 10 } } })
      expect(await engine.call('result', { job: id })).toMatchObject({ frames: 10 })
      expect(readFileSync(out, 'utf8').split('\n').length).toBeGreaterThan(10)
      const small = await writeSmallMovie(root, { frames: 4 })
      const preview = await engine.call('preview', { movie: small.movie, frame: 1, model: 'csr-5000-50', provider: 'cpu' })
      expect(preview.localizations.frame.length).toBeGreaterThan(0)
      expect(await engine.close()).toBe(0)
    } finally {
      await remove()
    }
  })

  test('has one preload of plain CommonJS that asks for Electron and nothing else, and pages without inline scripts', async () => {
    const build = await builtDesktop()
    const preload = readFileSync(join(build, 'preload/index.cjs'), 'utf8')
    expect([...preload.matchAll(/\brequire\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"'])
    expect(preload).not.toMatch(/^\s*(?:import|export)\s/m)
    const page = readFileSync(join(build, 'renderer/index.html'), 'utf8')
    for (const [, attributes, content] of page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
      expect(attributes).toContain('src="./')
      expect(content.trim()).toBe('')
    }
    expect(page).not.toMatch(/<style|\son\w+=|style="/)
  })
})
