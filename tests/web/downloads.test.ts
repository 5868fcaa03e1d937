// Files that are taken along from the machine on which a web host runs.
import { randomBytes } from 'node:crypto'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Downloads } from '../../electron/web/downloads.ts'
import { ask, startHost, type Answer, type RunningHost } from './running-host.ts'

let web: RunningHost
beforeEach(async () => { web = await startHost() })
afterEach(() => web.stop())

const ticketFor = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(web, `/download?path=${encodeURIComponent(path)}`, { method: 'POST', headers: { origin: web.origin, authorization: `Bearer ${web.token}`, ...headers } })
const ticketOf = ({ body }: Answer): string => (JSON.parse(body) as { ticket: string }).ticket

test('come whole, under their own name, and once', async () => {
  const text = randomBytes(200_000).toString('hex')
  const path = join(web.root, "Zelle 3 µm's.csv")
  await writeFile(path, text)
  const given = await ticketFor(path)
  expect(given.status).toBe(201)
  const address = `/download/${ticketOf(given)}`
  expect(address).not.toContain(web.token)
  const { status, headers, body } = await ask(web, address)
  expect(status).toBe(200)
  expect(body === text).toBe(true)
  expect(headers).toMatchObject({
    'content-length': String(text.length), 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="Zelle 3 _m_s.csv"; filename*=UTF-8''Zelle%203%20%C2%B5m%27s.csv`,
  })
  expect((await ask(web, address)).status).toBe(404)
})

test('an empty file comes, too', async () => {
  const path = join(web.root, 'empty.csv')
  await writeFile(path, '')
  const { status, body } = await ask(web, `/download/${ticketOf(await ticketFor(path))}`)
  expect([status, body]).toEqual([200, ''])
})

test('no ticket is given for what lies outside the allowed folders, behind links, is a folder or is not there', async () => {
  await mkdir(join(web.root, 'folder'))
  await symlink(join(web.outside, 'secret.tif'), join(web.root, 'way-out.tif'))
  for (const path of [join(web.outside, 'secret.tif'), join(web.root, 'way-out.tif'), join(web.root, '..', 'outside', 'secret.tif'), '/etc/passwd', join(web.root, 'folder'), join(web.root, 'absent.csv'), '']) {
    const { status, body } = await ticketFor(path)
    expect(status, path).toBe(422)
    expect(body).not.toContain('ticket')
  }
})

test.each(['', 'x', '../secret.tif', '%2e%2e%2fsecret.tif', 'a/b'])('no ticket %j opens anything', async (ticket) => {
  expect((await ask(web, `/download/${ticket}`)).status).toBe(404)
})

test('a ticket is good for a minute', async () => {
  let now = 0
  const downloads = new Downloads(async (path) => path, () => now)
  const path = join(web.root, 'a.csv')
  await writeFile(path, 'x')
  const [early, late] = [await downloads.ticket(path), await downloads.ticket(path)]
  now = 59_000
  expect(downloads.take(early)).toBe(path)
  now = 61_000
  expect(downloads.take(late)).toBeUndefined()
})
