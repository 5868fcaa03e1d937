// The desktop program as a person meets it.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ElectronApplication } from 'playwright-core'
import { describe, expect } from 'vitest'
import { openMovie } from '../../electron/engine/movies/open-movie.ts'
import { writeSmallMovie } from '../e2e/movies.ts'
import { callEngine } from './engine-call.ts'
import { processesNamed } from './processes.ts'
import { commandLine, endProgram, environment, picture, poll, startProgram, test, type Program } from './program.ts'

describe('the start', () => {
  test('shows one window of at least 1100×700, with an engine in a process of its own', async ({ app, page }) => {
    expect(page.url()).toBe('app://structloc/')
    expect(await page.title()).toBe('StructLoc')
    expect(app.windows()).toHaveLength(1)
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getMinimumSize())).toEqual([1100, 700])
    await poll(() => processesNamed(app, 'StructLoc engine')).toHaveLength(1)
    await page.locator('[data-panel="models"]').getByText(/5000 photons, background 50/).first().waitFor()
    await picture(page, 'desktop')
  })

  test('of a second program hands its files to the first and ends', async ({ installed, folders, page }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 5, name: 'second.tif' })
    const second = spawn(installed.executablePath, commandLine(installed, folders, [movie]), { env: environment(installed, folders), stdio: 'ignore' })
    expect(await new Promise((resolve) => { second.on('exit', resolve) })).toBe(0)
    await page.getByTestId('movie-tabs').getByText('second.tif').waitFor()
  })

  test('finds the window where it was left', async ({ installed, folders, program }) => {
    const bounds = { x: 40, y: 30, width: 1200, height: 760 }
    await program.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0].setBounds(bounds), bounds)
    await endProgram(program)
    const again = await startProgram(installed, folders)
    try {
      expect(await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getBounds())).toEqual(bounds)
    } finally {
      await endProgram(again)
    }
  })

  test('has title bar, menus and dialogs in the window\'s own theme', async ({ app, page }) => {
    const theme = (): Promise<string> => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)
    await poll(theme).toBe('dark')
    await page.getByTestId('theme').click()
    await poll(theme).toBe('light')
  })

  test('tells whoever started it that its window is there, and SIGTERM ends it cleanly', async ({ installed, folders }) => {
    const child = spawn(installed.executablePath, commandLine(installed, folders, []), { env: environment(installed, folders), stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    const ended = new Promise((resolve) => { child.on('exit', resolve) })
    expect(await new Promise((resolve) => { child.on('message', resolve) })).toBe('shown')
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  test('with a damaged workspace says so in a sentence', async ({ installed, folders }) => {
    writeFileSync(join(folders.data, 'workspace.sqlite'), 'this is no database, but long enough to be taken for one at first sight '.repeat(20))
    const program = await startProgram(installed, folders)
    try {
      await program.page.getByTestId('engine-lost').getByText(/workspace\.sqlite is not a StructLoc workspace/).waitFor()
    } finally {
      await endProgram(program)
    }
  })
})

describe('movies', () => {
  describe('named on the command line', () => {
    test.override('startArgs', () => async ({ root }) => [(await writeSmallMovie(root, { frames: 5, name: 'named.tif' })).movie])
    test('are opened', async ({ page }) => {
      await page.getByTestId('movie-tabs').getByText('named.tif').waitFor()
    })
  })

  describe('named on the command line, as a folder of single pages, or wrongly', () => {
    test.override('startArgs', () => async ({ root }) => {
      const pages = join(root, 'pages')
      mkdirSync(pages)
      for (const name of ['1.tif', '2.tif', '3.tif']) await writeSmallMovie(pages, { frames: 1, name })
      return [pages, join(root, 'missing.tif')]
    })
    test('are opened, or refused in a sentence; Close in the menu closes them', async ({ app, page }) => {
      await page.getByTestId('movie-tabs').getByText('pages').waitFor()
      await page.getByTestId('status').getByText('3 frames').waitFor()
      await page.getByTestId('notices').locator('[data-kind=error]').filter({ hasText: 'missing.tif' }).waitFor()
      await page.keyboard.press('Control+w')
      await page.getByTestId('movie-tabs').getByText('pages').waitFor({ state: 'hidden' })
      expect(app.windows()).toHaveLength(1)
    })
  })

  test('are opened by the menu and the system\'s dialog, and are then among the recent ones', async ({ app, folders, page }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 5, name: 'chosen.tif' })
    await app.evaluate(({ dialog, Menu }, movie) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [movie], bookmarks: [] })
      Menu.getApplicationMenu()!.getMenuItemById('open')!.click()
    }, movie)
    await page.getByTestId('movie-tabs').getByText('chosen.tif').waitFor()
    const recent = (): Promise<string[]> => app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.getMenuItemById('recent')!.submenu!.items.map(({ label }) => label))
    await poll(recent).toContain('chosen.tif')
  })

  test('dropped on the window are opened from where they lie', async ({ folders, page }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 5, name: 'dropped.tif' })
    const session = await page.context().newCDPSession(page)
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data: { items: [], files: [movie], dragOperationsMask: 1 } })
    }
    await page.getByTestId('movie-tabs').getByText('dropped.tif').waitFor()
  })

  test('cross the port as they are in the file', async ({ folders, page }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 5 })
    expect(await callEngine(page, 'info', { movie })).toMatchObject({ width: 64, height: 64, frames: 5 })
    const block = await callEngine(page, 'frames', { movie, first: 1, count: 2 }) as unknown as { values: { arrayOf: string; values: number[] } }
    const source = await openMovie(movie)
    try {
      expect(block.values.arrayOf).toBe('Uint16Array')
      expect(block.values.values).toEqual([...await source.read(1, 2)])
    } finally {
      await source.close()
    }
  })

  test('that do not exist are refused in a sentence, and the engine goes on', async ({ folders, page }) => {
    await expect(callEngine(page, 'info', { movie: join(folders.root, 'missing.tif') })).rejects.toThrow(/not-found: .*missing\.tif/)
    expect((await callEngine(page, 'models', {})).models.map(({ id }) => id)).toContain('csr-5000-50')
  })
})

describe('localizing', () => {
  test('runs a shipped network in a process of its own, over again when that is killed', async ({ app, folders, page }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 12 })
    const localize = async (out: string): Promise<void> => {
      const { id } = await callEngine(page, 'start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out: join(folders.root, out), provider: 'cpu' } })
      expect(await callEngine(page, 'result', { job: id })).toMatchObject({ frames: 12, provider: 'cpu' })
    }
    await localize('first.csv')
    const [pid] = await processesNamed(app, 'StructLoc inference')
    process.kill(pid, 'SIGKILL')
    // Electron reports 0 at times for a process that was killed.
    await page.getByTestId('notices').getByText(/inference process .*(signal 9, killed|exit code 0)/i).first().waitFor()
    await localize('second.csv')
    expect((await processesNamed(app, 'StructLoc inference')).filter((other) => other !== pid)).toHaveLength(1)
    const [first, second] = ['first.csv', 'second.csv'].map((name) => readFileSync(join(folders.root, name), 'utf8'))
    expect(first.split('\n').length).toBeGreaterThan(2)
    expect(second).toBe(first)
    expect(existsSync(join(folders.root, 'first.arrow'))).toBe(true)
  })
})

describe.skipIf(process.platform !== 'linux')('a program that is killed outright', () => {
  test('leaves no engine and no inference process behind', async ({ app, folders, page, program }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 5 })
    await callEngine(page, 'preview', { movie, frame: 2, model: 'csr-5000-50', provider: 'cpu' })
    const pids = [...await processesNamed(app, 'StructLoc engine'), ...await processesNamed(app, 'StructLoc inference')]
    expect(pids).toHaveLength(2)
    const gone = new Promise((resolve) => { program.child.on('exit', resolve) })
    program.child.kill('SIGKILL')
    await gone
    await poll(() => pids.filter((pid) => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '')).toEqual([])
  })
})

describe('a killed engine', () => {
  test('is told of with what happened, and starts again on request; finished jobs are still there', async ({ app, folders, page }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 5 })
    const { id } = await callEngine(page, 'start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out: join(folders.root, 'out.csv'), provider: 'cpu' } })
    await callEngine(page, 'result', { job: id })
    const [pid] = await processesNamed(app, 'StructLoc engine')
    process.kill(pid, 'SIGKILL')
    const lost = page.getByTestId('engine-lost')
    await lost.getByText(/The engine ended unexpectedly \(.+\)/).waitFor()
    await poll(() => processesNamed(app, 'StructLoc inference')).toEqual([])
    await picture(page, 'engine lost')
    await page.getByTestId('restart-engine').click()
    await lost.waitFor({ state: 'hidden' })
    expect((await callEngine(page, 'jobs', {})).map((job) => [job.id, job.state])).toEqual([[id, 'done']])
    expect(await processesNamed(app, 'StructLoc engine')).toHaveLength(1)
  })
})

describe('a crashed page', () => {
  test('is told of; loaded again, it finds the engine and its jobs', async ({ app, page }) => {
    const [engine] = await processesNamed(app, 'StructLoc engine')
    await app.evaluate(({ BrowserWindow, dialog }) => {
      const heard = globalThis as { told?: unknown }
      dialog.showMessageBox = (async (_window: unknown, { message }: { message: string }) => {
        heard.told = message
        return { response: 0, checkboxChecked: false }
      }) as never
      BrowserWindow.getAllWindows()[0].webContents.forcefullyCrashRenderer()
    })
    await poll(() => app.evaluate(() => (globalThis as { told?: unknown }).told)).toMatch(/The window's process has ended: it /)
    const state = (): Promise<unknown> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.executeJavaScript("document.body.innerText.includes('Engine ready')") as Promise<unknown>)
    await poll(state).toBe(true)
    expect(await processesNamed(app, 'StructLoc engine')).toEqual([engine])
    void page
  })
})

describe('quitting', () => {
  const answerWith = (app: ElectronApplication, response: number): Promise<void> => app.evaluate(({ dialog }, response) => {
    const heard = globalThis as { asked?: unknown }
    dialog.showMessageBox = (async (_window: unknown, { message, detail }: { message: string; detail: string }) => {
      heard.asked = [message, detail]
      return { response, checkboxChecked: false }
    }) as never
  }, response)
  const asked = (app: ElectronApplication): Promise<unknown> => app.evaluate(() => (globalThis as { asked?: unknown }).asked)

  const close = (app: ElectronApplication): Promise<void> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].close())

  /** Closes the window for good, and gives the exit code. The debugger's connection is ended first: Playwright leaves it just as the program reports its own end there, and Electron 22 now and then crashes in writing to a client that has left (`TcpHolder::WriteRaw` of Node 16). */
  const closeForGood = async ({ app, child }: Program): Promise<unknown> => {
    const gone = new Promise((resolve) => { child.on('exit', resolve) })
    await app.evaluate(({ BrowserWindow }) => {
      setImmediate(() => {
        (process as unknown as { _debugEnd(): void })._debugEnd()
        BrowserWindow.getAllWindows()[0].close()
      })
    })
    return gone
  }

  test('is asked about while work runs; the answer holds, and the work goes on at the next start', async ({ app, folders, installed, page, program }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 3000, name: 'cells.tif' })
    const { id } = await callEngine(page, 'start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out: join(folders.root, 'out.csv'), provider: 'cpu' } })
    await page.locator(`[data-testid=job-${id}][data-state=running]`).waitFor({ state: 'attached' })
    await answerWith(app, 1)
    await close(app)
    await poll(() => asked(app)).toEqual(['Work is still under way. Quit all the same?', expect.stringContaining('Localize: csr-5000-50 · cells.tif\n')])
    expect(app.windows()).toHaveLength(1)
    await answerWith(app, 0)
    expect(await closeForGood(program)).toBe(0)
    expect(program.stderr()).not.toContain('Uncaught')

    const again = await startProgram(installed, folders)
    try {
      await again.page.locator(`[data-testid=job-${id}][data-state=interrupted]`).waitFor({ state: 'attached' })
      await callEngine(again.page, 'resume', { job: id })
      expect(await callEngine(again.page, 'result', { job: id })).toMatchObject({ frames: 3000 })
    } finally {
      await endProgram(again)
    }
  })

  test('is asked about where something is not saved, and is not where nothing is', async ({ app, page, program }) => {
    await page.getByTestId('panels').click()
    await page.getByTestId('show-training').click()
    const title = page.getByTestId('training-title').locator('input')
    const before = await title.inputValue()
    await title.fill('My cells')
    await answerWith(app, 1)
    await close(app)
    await poll(() => asked(app)).toEqual(['Something is not saved. Quit all the same?', 'Training: the description of ‘My cells’ was changed, and no training was begun with it.'])
    expect(app.windows()).toHaveLength(1)
    // As it was: nothing is lost.
    await title.fill(before)
    expect(await closeForGood(program)).toBe(0)
  })

  test('closes the workspace: the next start finds it unlocked', async ({ installed, folders, program }) => {
    await callEngine(program.page, 'jobs', {})
    await endProgram(program)
    const again = await startProgram(installed, folders)
    try {
      expect(await callEngine(again.page, 'jobs', {})).toEqual([])
      expect(basename(again.page.url())).toBe('structloc')
    } finally {
      await endProgram(again)
    }
  })
})
