// Jobs in the window over lives of the program.
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { client } from '../web/socket-client.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { openWindow, test } from './story.ts'
import { startWebHostProcess } from './web-host.ts'

describe('a batch that the end of the program cut off', () => {
  test('goes on by one click at the next start, in its order', async ({ blankPage: { page }, folders, web, picture }) => {
    const { engine } = await client(web.url)
    const { promise: rows, resolve } = Promise.withResolvers<unknown>()
    engine.on('rows', resolve)
    const names = ['one', 'two', 'three']
    for (const name of names) {
      const { movie } = await writeSmallMovie(folders.root, { name: `${name}.tif`, frames: name === 'one' ? 300 : 4 })
      await engine.call('start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out: join(folders.root, `${name}.csv`), provider: 'cpu' } })
    }
    await rows
    expect(await web.stop('SIGTERM')).toBe(0)

    const next = await startWebHostProcess(folders)
    await openWindow(page, next.url)
    await page.getByText('3 jobs were cut off').waitFor()
    await picture('jobs cut off')
    expect(await accessibilityBreaches(page, '[data-panel=jobs]')).toEqual([])
    await page.getByTestId('resume-all').click()
    await page.getByTestId('resume-all').waitFor({ state: 'hidden' })
    const { engine: again, socket } = await client(next.url)
    for (const { id } of await again.call('jobs', {})) await again.call('result', { job: id })
    const ends = (await again.call('jobs', {})).map(({ endedAt }) => endedAt!)
    expect(ends).toEqual(ends.toSorted((a, b) => a - b))
    await page.locator('[data-testid^=job-][data-state=done]').nth(2).waitFor()
    socket.terminate()
    await page.context().close()
    await next.stop()
  })
})
