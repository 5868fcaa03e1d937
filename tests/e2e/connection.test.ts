// The window in a browser and its connection: through a tunnel, over losses, with an old or no token.
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { client } from '../web/socket-client.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { openWindow, test } from './story.ts'
import { openTunnel } from './tunnel.ts'
import { startWebHostProcess } from './web-host.ts'

const portOf = (url: string): number => Number(new URL(url).port)

describe('a window far from its engine', () => {
  test('loses the tunnel, says so, and goes on by itself when it is back, while the engine has worked on', async ({ blankPage: { page }, folders, web, problems, picture }) => {
    problems.expect(/ERR_(CONNECTION|EMPTY_RESPONSE|SOCKET)|WebSocket connection/)
    const { movie } = await writeSmallMovie(folders.root, { frames: 16 })
    const tunnel = await openTunnel(() => portOf(web.url))
    await openWindow(page, web.url.replace(`:${portOf(web.url)}`, `:${tunnel.port}`).replace('127.0.0.1', 'localhost'))
    await page.getByTestId('status').getByText('Engine ready').waitFor()
    await page.evaluate(() => { (globalThis as unknown as { mark: number }).mark = 1 })

    tunnel.cut()
    await page.getByTestId('engine-lost').waitFor()
    await picture('connection lost')
    expect(await page.getByTestId('engine-lost').textContent()).toContain('The connection to StructLoc is lost')
    expect(await accessibilityBreaches(page, '[data-testid=engine-lost]')).toEqual([])
    // Lost again while the page's first questions are open.
    tunnel.mendHalf()
    await page.getByTestId('engine-lost').waitFor({ state: 'hidden' })
    tunnel.cut()
    await page.getByTestId('engine-lost').waitFor()
    // Somebody near to the engine starts work meanwhile.
    const { engine, socket } = await client(web.url)
    const { id } = await engine.call('start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out: join(folders.root, 'locs.csv'), provider: 'cpu' } })
    await engine.call('result', { job: id })
    socket.terminate()
    tunnel.mend()
    await page.getByTestId('engine-lost').waitFor({ state: 'hidden' })
    await page.getByTestId('status').getByText('Engine ready').waitFor()
    // The same page, not a new one.
    expect(await page.evaluate(() => (globalThis as unknown as { mark?: number }).mark)).toBe(1)
    await page.locator(`[data-testid=job-${id}][data-state=done]`).waitFor()
    await tunnel.close()
  })

  test('says that the engine was ended, and that a new start has a new address', async ({ page, folders, web, problems }) => {
    problems.expect(/ERR_CONNECTION|WebSocket connection|401/)
    const port = portOf(web.url)
    await web.stop()
    await page.getByTestId('engine-lost').getByText('StructLoc was ended').waitFor()
    const next = await startWebHostProcess(folders, { port })
    await page.getByTestId('engine-lost').getByText('StructLoc has been started anew since this page was opened').waitFor()
    await next.stop()
  })

  test('without the token says what it needs, and tries no more', async ({ blankPage: { page }, web, problems }) => {
    problems.expect(/401|WebSocket connection/)
    const asked: string[] = []
    page.on('websocket', (socket) => asked.push(socket.url()))
    await page.goto(new URL('/', web.url).href)
    await page.getByTestId('engine-lost').getByText('needs the address with the token').waitFor()
    expect(asked.length).toBe(1)
  })

  test('keeps its token over a reload of the same tab, and gives it to no other', async ({ page, web, browser, problems }) => {
    await page.reload()
    await page.getByTestId('status').getByText('Engine ready').waitFor()
    const other = await (await browser.newContext()).newPage()
    await other.goto(page.url())
    await other.getByTestId('engine-lost').waitFor()
    expect(problems.found).toEqual([])
    expect(web.stderr()).toBe('')
  })
})
