// The main process's decisions, without Electron.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test, vi } from 'vitest'
import { brokeredInference } from '../../../electron/main/engine/brokered-inference.ts'
import { howItEnded } from '../../../electron/main/engine/last-words.ts'
import { whyItStopped } from '../../../electron/main/engine/why-it-stopped.ts'
import { fileArguments } from '../../../electron/main/files/file-arguments.ts'
import { menuTemplate, type MenuActions } from '../../../electron/main/menu/template.ts'
import { placesFrom } from '../../../electron/main/places.ts'
import { quitQuestion } from '../../../electron/main/quit-question.ts'
import { leastHeight, leastWidth, parseWindowState, placeWindow } from '../../../electron/main/window/window-state.ts'

describe('files on the command line', () => {
  const isThere = (path: string): boolean => ['/home/lab/a.tif', '/data/b.tif', '/data/pages'].includes(path)
  test('are whole paths in their order, each once, folders of pages too; switches and their values are left out', () => {
    expect(fileArguments(['--no-sandbox', 'a.tif', '/data/b.tif', '-x', 'a.tif', '9222', '/data/pages', 'x', ''], '/home/lab', isThere)).toEqual(['/home/lab/a.tif', '/data/b.tif', '/data/pages'])
  })
  test('that are not there are handed on, so that the window says so', () => expect(fileArguments(['missing.tif'], '/home/lab', isThere)).toEqual(['/home/lab/missing.tif']))
  test('may begin with a dash after --', () => expect(fileArguments(['--', '-odd.tif'], '/home/lab', isThere)).toEqual(['/home/lab/-odd.tif']))
})

describe('the window\'s place', () => {
  const laptop = { x: 0, y: 0, width: 1920, height: 1080 }
  const second = { x: 1920, y: 0, width: 2560, height: 1440 }
  const state = { x: 2000, y: 100, width: 1600, height: 1000, maximized: false }
  test('is the one it had', () => expect(placeWindow(state, [laptop, second])).toEqual({ x: 2000, y: 100, width: 1600, height: 1000 }))
  test('is on a display that is there, when its own is gone', () => expect(placeWindow(state, [laptop])).toEqual({ width: 1600, height: 1000 }))
  test('is never smaller than the window\'s least size, nor larger than the display', () => {
    expect(placeWindow({ ...state, width: 10, height: 10 }, [laptop, second])).toMatchObject({ width: leastWidth, height: leastHeight })
    expect(placeWindow({ ...state, x: 0, width: 9000, height: 9000 }, [laptop])).toMatchObject({ width: 1920, height: 1080 })
    expect(placeWindow(undefined, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({ width: 1280, height: 720 })
  })
  test('is reached by its title bar', () => expect(placeWindow({ ...state, x: 0, y: 1070 }, [laptop])).not.toHaveProperty('y'))
  test.each(['', '{', '[]', '{"x":1}', '{"x":1e9,"y":0,"width":1,"height":1,"maximized":false}', '{"x":0,"y":0,"width":-5,"height":1,"maximized":false}'])('a damaged record (%s) is forgotten', (text) => expect(parseWindowState(text)).toBe(undefined))
  test('is read as it was written', () => expect(parseWindowState(JSON.stringify(state))).toEqual(state))
})

describe('the menu', () => {
  const actions = (): MenuActions => ({ run: vi.fn(), openFiles: vi.fn(), clearRecent: vi.fn() })
  const flat = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] => items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
  test.each([['open', 'CmdOrCtrl+O'], ['movie.close', 'CmdOrCtrl+W'], ['table.open', 'CmdOrCtrl+Shift+O'], ['filters.undo', 'CmdOrCtrl+Z'], ['localize', 'CmdOrCtrl+L'], ['abort', 'CmdOrCtrl+.'], ['export', 'CmdOrCtrl+E'], ['preferences', 'CmdOrCtrl+,'], ['help', 'F1']])('runs %s by %s', (id, accelerator) => {
    for (const mac of [false, true]) {
      const does = actions()
      const item = flat(menuTemplate(does, { recent: [], mac, developer: false })).find((one) => one.id === id)!
      expect(item.accelerator).toBe(accelerator)
      item.click!(undefined as never, undefined, undefined as never)
      expect(does.run).toHaveBeenCalledWith(id)
    }
  })
  test('lists recent files by name and opens them by path', () => {
    const does = actions()
    const items = flat(menuTemplate(does, { recent: ['/data/a & b.tif'], mac: false, developer: false }))
    items.find(({ label }) => label === 'a && b.tif')!.click!(undefined as never, undefined, undefined as never)
    expect(does.openFiles).toHaveBeenCalledWith(['/data/a & b.tif'])
    items.find(({ label }) => label === 'Clear')!.click!(undefined as never, undefined, undefined as never)
    expect(does.clearRecent).toHaveBeenCalledOnce()
  })
  test('runs only commands that the window has', () => {
    const root = join(import.meta.dirname, '../../..')
    const window = globSync('renderer/**/*.{ts,vue}', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
    const does = actions()
    for (const { click, id } of flat(menuTemplate(does, { recent: ['/a.tif'], mac: true, developer: true }))) if (id) click?.(undefined as never, undefined, undefined as never)
    const commands = vi.mocked(does.run).mock.calls.map(([command]) => command)
    expect(commands).toContain('localize')
    // Those of panels are made from the list of panels.
    expect(commands.filter((command) => !window.includes(`id: '${command.replace(/^panel\./, '')}'`))).toEqual([])
  })
  test('has every panel of the window', () => {
    const panels = [...readFileSync(join(import.meta.dirname, '../../../renderer/shell/panels.ts'), 'utf8').matchAll(/\{ id: '(\w+)'/g)].map(([, id]) => id)
    const ids = flat(menuTemplate(actions(), { recent: [], mac: false, developer: false })).map(({ id }) => id?.replace(/^panel\./, ''))
    expect(panels.length).toBeGreaterThan(5)
    expect(panels.filter((panel) => !ids.includes(panel))).toEqual([])
  })
  test('has no key twice, and no developer\'s tools in the packaged program', () => {
    const items = flat(menuTemplate(actions(), { recent: [], mac: false, developer: false }))
    const keys = items.map(({ accelerator }) => accelerator).filter(Boolean)
    expect(new Set(keys).size).toBe(keys.length)
    expect(items.map(({ role }) => role)).not.toContain('toggleDevTools')
    expect(items.map(({ role }) => role)).not.toContain('reload')
  })
})

describe('quitting', () => {
  const running = ['Localize: csr · cells.tif', 'Train: My microscope']
  test('is not asked about where nothing is lost', () => {
    expect(quitQuestion(null)).toBe(undefined)
    expect(quitQuestion({ running: [], resumable: true, unsaved: [] })).toBe(undefined)
  })
  test('is asked about while work runs, with what becomes of it', () => {
    expect(quitQuestion({ running, resumable: true, unsaved: [] })).toEqual({
      message: 'Work is still under way. Quit all the same?', buttons: ['Quit', 'Go on working'],
      detail: 'Localize: csr · cells.tif\nTrain: My microscope\n\nWhat was found so far is kept, and goes on by Resume at the next start.',
    })
    expect(quitQuestion({ running: ['Simulate: a.tif'], resumable: false, unsaved: [] })!.detail).toContain('other work begins anew')
  })
  test('is asked about where something is not saved', () => {
    expect(quitQuestion({ running: [], resumable: true, unsaved: ['The PSF was not saved.'] })).toMatchObject({ message: 'Something is not saved. Quit all the same?', detail: 'The PSF was not saved.' })
    expect(quitQuestion({ running, resumable: true, unsaved: ['The PSF was not saved.'] })!.message).toBe('Work is still under way, and something is not saved. Quit all the same?')
  })
})

describe('an engine that ended', () => {
  test('is told of with how it ended and what it said', () => {
    expect(howItEnded(9, 'linux')).toBe('signal 9, killed')
    expect(howItEnded(9, 'win32')).toBe('exit code 9')
    expect(howItEnded(1, 'linux')).toBe('exit code 1')
    expect(howItEnded(null)).toBe('exit code unknown')
    expect(whyItStopped('exit code 134', undefined, 'a warning\nFATAL ERROR: JavaScript heap out of memory\n 1: 0xb09\n')).toBe('The engine ended unexpectedly (exit code 134); it said: FATAL ERROR: JavaScript heap out of memory.')
    expect(whyItStopped('signal 9, killed', undefined, '')).toBe('The engine ended unexpectedly (signal 9, killed).')
    expect(whyItStopped('exit code 1', 'The workspace x is in use by another process.', 'Error')).toBe('The workspace x is in use by another process.')
  })
})

describe('an inference process that the main process starts', () => {
  const port = () => {
    const listeners = new Map<string, (event: { data: unknown }) => void>()
    return { postMessage: vi.fn(), close: vi.fn(), start: vi.fn(), on: (event: string, listener: (event: { data: unknown }) => void) => listeners.set(event, listener), say: (data: unknown) => listeners.get('message')!({ data }) }
  }
  const close = { kind: 'close', id: 1, session: 1 } as const

  test('gets what was asked before it was there, in that order, and answers by its port', () => {
    const tell = vi.fn()
    const inference = brokeredInference(tell)
    const heard = { message: vi.fn(), exit: vi.fn() }
    const child = inference.start(heard)
    expect(tell).toHaveBeenCalledWith({ type: 'start-inference', id: 1 })
    child.post(close)
    child.post({ ...close, id: 2 })
    const line = port()
    inference.started(1, 4711, line as never)
    expect(line.postMessage.mock.calls.map(([{ id }]) => id)).toEqual([1, 2])
    expect(child.pid).toBe(4711)
    line.say({ kind: 'closed', id: 1 })
    expect(heard.message).toHaveBeenCalledWith({ kind: 'closed', id: 1 })
  })

  test('tells its end once, with its last words', () => {
    const inference = brokeredInference(vi.fn())
    const heard = { message: vi.fn(), exit: vi.fn() }
    const child = inference.start(heard)
    inference.started(1, 1, port() as never)
    inference.ended(1, 'signal 11, segmentation fault', 'driver lost')
    inference.ended(1, 'again', '')
    expect(heard.exit).toHaveBeenCalledExactlyOnceWith('signal 11, segmentation fault')
    expect(child.stderrTail()).toBe('driver lost')
  })

  test('that is no longer wanted when it comes is let go', () => {
    const inference = brokeredInference(vi.fn())
    inference.start({ message: vi.fn(), exit: vi.fn() }).end()
    const line = port()
    inference.started(1, 1, line as never)
    expect(line.close).toHaveBeenCalledOnce()
  })
})

test('processes are started outside the archive, pages and preload read from within', () => {
  expect(placesFrom('file:///opt/StructLoc/resources/app.asar/out/desktop/main/index.js')).toEqual({
    preload: '/opt/StructLoc/resources/app.asar/out/desktop/preload/index.cjs', pages: '/opt/StructLoc/resources/app.asar/out/desktop/renderer',
    engine: '/opt/StructLoc/resources/app.asar.unpacked/out/desktop/engine/engine-main.js', inference: '/opt/StructLoc/resources/app.asar.unpacked/out/desktop/engine/inference.js', icon: undefined,
  })
})
