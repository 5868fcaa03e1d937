// The fence around the page, tried from inside, in a real Electron.
import { describe, expect } from 'vitest'
import { callEngine } from '../engine-call.ts'
import { poll, test } from '../program.ts'

describe('the page', () => {
  test('is sandboxed, apart from its preload, and has no Node', async ({ app, page }) => {
    expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer', '__dirname', 'electron'].filter((name) => name in window))).toEqual([])
    expect(await page.evaluate(() => Object.entries(window.structloc!).filter(([, value]) => typeof value !== 'function'))).toEqual([])
    const preferences = await app.evaluate(({ BrowserWindow }) => (BrowserWindow.getAllWindows()[0].webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences())
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false })
  })

  test('does not leave its address', async ({ app, page }) => {
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    for (const address of ['https://example.org/', 'file:///etc/passwd', 'app://elsewhere/', 'javascript:document.title="taken"', 'data:text/html,<h1>x</h1>']) {
      // From a task of the page's own: what a debugger evaluates is above the policy.
      await page.evaluate((address) => new Promise<void>((resolve) => { setTimeout(() => { location.href = address; resolve() }) }), address)
    }
    await page.evaluate(() => {
      const form = Object.assign(document.createElement('form'), { action: 'https://example.org/', method: 'post' })
      document.body.append(form)
      form.submit()
    })
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()))).toEqual(['app://structloc/'])
    expect(await page.evaluate(() => 'sameDocument' in window && document.body.innerText.includes('StructLoc'))).toBe(true)
  })

  test('opens no windows, frames or views of others', async ({ app, page }) => {
    await app.evaluate(({ shell }) => { shell.openExternal = async () => { throw new Error('not in a test') } })
    const opened = await page.evaluate(() => ['https://example.org/', 'app://structloc/', 'about:blank', 'file:///etc/passwd'].map((address) => window.open(address) === null))
    expect(opened).toEqual([true, true, true, true])
    await page.evaluate(() => {
      for (const tag of ['iframe', 'webview', 'object', 'embed']) document.body.append(Object.assign(document.createElement(tag), { src: 'https://example.org/', data: 'https://example.org/' }))
    })
    expect(app.windows()).toHaveLength(1)
    expect(page.frames().map((frame) => frame.url()).filter((url) => url.startsWith('http'))).toEqual([])
  })

  test('runs no generated or foreign code and reaches no network', async ({ page }) => {
    const tried = await page.evaluate(async () => {
      // What a debugger evaluates is above the policy; a task of the page's own is not.
      await new Promise((resolve) => { setTimeout(resolve) })
      const outcome = async (work: () => unknown): Promise<string> => {
        try {
          return String(await work())
        } catch (error) {
          return (error as Error).name
        }
      }
      const inline = document.createElement('script')
      inline.textContent = 'window.inlineRan = true'
      document.body.append(inline)
      return {
        generated: await outcome(() => new Function('return 1')()),
        inline: String('inlineRan' in window),
        network: await outcome(async () => (await fetch('https://example.org/')).status),
        local: await outcome(async () => (await fetch('file:///etc/passwd')).status),
        socket: await outcome(() => new Promise((resolve) => {
          const socket = new WebSocket('ws://127.0.0.1:9/')
          socket.onerror = () => resolve('refused')
          socket.onopen = () => resolve('open')
        })),
      }
    })
    expect(tried).toEqual({ generated: 'EvalError', inline: 'false', network: 'TypeError', local: 'TypeError', socket: expect.stringMatching(/refused|SecurityError/) })
  })

  test('gets the built window from its scheme and no other file', async ({ page }) => {
    const status = (address: string): Promise<number> => page.evaluate(async (address) => (await fetch(address)).status, address)
    expect(await status('/index.html')).toBe(200)
    for (const address of ['/package.json', '/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/preload/index.cjs', '/assets/', '/etc/passwd']) expect(await status(address), address).toBe(404)
    await expect(status('app://elsewhere/index.html')).rejects.toThrow('Failed to fetch')
  })

  test('downloads nothing: files are written by the engine, where a person said', async ({ app, page }) => {
    await app.evaluate(({ session }) => {
      const heard = globalThis as { downloads?: boolean[] }
      heard.downloads = []
      session.defaultSession.on('will-download', (event) => { heard.downloads!.push(event.defaultPrevented) })
    })
    await page.evaluate(() => Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(['x'])), download: 'x.txt' }).click())
    await poll(() => app.evaluate(() => (globalThis as { downloads?: boolean[] }).downloads)).toEqual([true])
  })

  test('has every answer with the policy and a nonce of its own', async ({ page }) => {
    const policy = (): Promise<string | null> => page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy'))
    const [one, other] = [await policy(), await policy()]
    expect(one).toMatch(/default-src 'none'.*style-src 'self' 'nonce-[\w+/=]{20,}'/)
    expect(one).not.toBe(other)
    expect(one).not.toContain('unsafe-inline')
    expect(one).not.toContain("'unsafe-eval'")
  })

  test('is given no permissions but to copy', async ({ page }) => {
    const answers = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', (error: Error) => error.name),
      place: await new Promise((resolve) => { navigator.geolocation.getCurrentPosition(() => resolve('given'), ({ code }) => resolve(code)) }),
    }))
    expect(answers).toEqual({ notifications: 'denied', camera: expect.stringMatching(/NotAllowedError|NotFoundError/), place: 1 })
  })
})

describe('messages to the main process', () => {
  test('of another page are refused, with the same preload or not', async ({ app, page, program }) => {
    await app.evaluate(({ dialog }) => { dialog.showOpenDialog = async () => ({ canceled: false, filePaths: ['/etc/passwd'] }) })
    const answer = await app.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/out/desktop/preload/index.cjs`
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
      await foreign.loadURL('app://structloc/')
      const answer = await foreign.webContents.executeJavaScript("structloc.setBusy({ running: ['held'], resumable: true, unsaved: [] }); structloc.openFiles({ title: 'x' }).then(() => 'answered', (error) => error.message)") as string
      foreign.destroy()
      return answer
    })
    expect(answer).toMatch(/refused: its sender is not the window/)
    await poll(() => program.stderr()).toContain("Refused the message 'window:busy': its sender is not the window.")
    expect(await page.evaluate(() => window.structloc!.openFiles({ title: 'x' }))).toEqual(['/etc/passwd'])
  })

  test('that are not well-formed are refused, and nothing crashes', async ({ page, program }) => {
    const answers = await page.evaluate(async () => {
      const bridge = window.structloc as unknown as Record<string, (value: unknown) => Promise<unknown>>
      bridge.setProgress('half')
      bridge.setRecent(['../relative'])
      bridge.showInFolder('relative')
      return Promise.all([{}, { title: 5 }, { title: 'x', properties: ['openDirectory'] }, 'title', null].map((value) => bridge.openFiles(value).then(() => 'answered', (error: Error) => error.message)))
    })
    for (const answer of answers) expect(answer).toMatch(/refused: it is not well-formed/)
    for (const message of ['window:progress', 'window:recent', 'files:show']) await poll(() => program.stderr()).toContain(`Refused the message '${message}': it is not well-formed.`)
  })
})

describe('the engine\'s port', () => {
  test('drops what is no call and goes on', async ({ page }) => {
    await page.evaluate(() => new Promise<void>((resolve) => {
      window.addEventListener('message', ({ data, ports: [port] }) => {
        if (data !== 'engine:port' || !port) return
        for (const message of [null, 5, 'call', {}, { t: 'q', m: 'constructor', a: [] }, { t: 'q', m: 'call', a: ['x', 'info', {}] }, { t: 'q', m: 'call', a: [1, 'x'.repeat(1e6)] }, new Uint8Array(1e6), { t: 's', i: 'x', r: {} }]) port.postMessage(message)
        resolve()
      }, { once: true })
      window.structloc!.connectEngine()
    }))
    await expect(callEngine(page, 'nothing' as 'info', { movie: 'x' })).rejects.toThrow(/There is no call 'nothing'/)
    await expect(callEngine(page, 'frames', { movie: '/x', first: -1, count: 1e9 })).rejects.toThrow(/invalid-input: frames: /)
    expect((await callEngine(page, 'models', {})).models.length).toBeGreaterThan(0)
  })
})
