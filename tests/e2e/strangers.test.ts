// Foreign pages in the same browser try to reach the engine: by name (DNS rebinding), by socket, by upload, by frame, by script.
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { launch, test } from './story.ts'

/** Serves an empty page of another origin; its address. */
async function foreignPage(): Promise<{ url: string; close(): void }> {
  const server = createServer((_request, response) => { response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>foreign</title>') })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

describe('a foreign page', () => {
  test('gets nothing from the engine, even when it knows the token', async ({ browser, web, folders }) => {
    const { host, searchParams } = new URL(web.url)
    const foreign = await foreignPage()
    const page = await (await browser.newContext()).newPage()
    await page.goto(foreign.url)
    const outcome = await page.evaluate(async ({ host, token }) => {
      const socket = await new Promise<string>((resolve) => {
        const one = new WebSocket(`ws://${host}/engine?token=${token}`)
        one.addEventListener('open', () => resolve('open'))
        one.addEventListener('close', () => resolve('closed'))
      })
      const tried = (work: Promise<Response>): Promise<string> => work.then(({ type, status }) => `${type} ${status}`, () => 'refused')
      const body = new Blob(['stolen'])
      return {
        socket,
        session: await tried(fetch(`http://${host}/session`, { headers: { Authorization: `Bearer ${token}` } })),
        upload: await tried(fetch(`http://${host}/upload?name=stolen.tif`, { method: 'POST', body, headers: { Authorization: `Bearer ${token}` } })),
        blindUpload: await tried(fetch(`http://${host}/upload?name=stolen.tif`, { method: 'POST', body, mode: 'no-cors' })),
        page: await tried(fetch(`http://${host}/`)),
        script: await new Promise<string>((resolve) => {
          const script = document.createElement('script')
          script.src = `http://${host}/`
          script.addEventListener('load', () => resolve('loaded'))
          script.addEventListener('error', () => resolve('refused'))
          document.head.append(script)
        }),
      }
    }, { host, token: searchParams.get('token') })
    // The answer to the blind one is 403, too, and cannot even be looked at.
    expect(outcome).toEqual({ socket: 'closed', session: 'refused', upload: 'refused', blindUpload: expect.stringMatching(/refused|opaque 0/), page: 'refused', script: 'refused' })
    expect(existsSync(join(folders.root, 'StructLoc uploads'))).toBe(false)

    // Not in a frame either, where a person could be made to click.
    await page.evaluate((address) => {
      const frame = document.createElement('iframe')
      frame.src = address
      document.body.append(frame)
      return new Promise((resolve) => { frame.addEventListener('load', resolve) })
    }, web.url)
    expect(await page.frames()[1].locator('.v-application').count()).toBe(0)
    await page.context().close()
    foreign.close()
  })

  test('whose name was made to lead here is refused (DNS rebinding)', async ({ web, executable }) => {
    const rebound = await launch(executable, ['--host-resolver-rules=MAP rebound.example 127.0.0.1'])
    try {
      const page = await rebound.newPage()
      const answer = await page.goto(web.url.replace('127.0.0.1', 'rebound.example'))
      expect(answer!.status()).toBe(403)
      const socket = await page.evaluate((token) => new Promise<string>((resolve) => {
        const one = new WebSocket(`ws://${location.host}/engine?token=${token}`)
        one.addEventListener('open', () => resolve('open'))
        one.addEventListener('close', () => resolve('closed'))
      }), new URL(web.url).searchParams.get('token'))
      expect(socket).toBe('closed')
    } finally {
      await rebound.close()
    }
  })
})
