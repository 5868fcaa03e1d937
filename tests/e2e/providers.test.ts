// Where networks run, as the window tells it: in the status line, and by a notice when a provider gives way in the middle of a run.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect } from 'vitest'
import { driverSource } from '../fixtures/bad-driver.ts'
import { client } from '../web/socket-client.ts'
import { writeSmallMovie } from './movies.ts'
import { test } from './story.ts'

const before = process.env.NODE_OPTIONS
afterAll(() => { process.env.NODE_OPTIONS = before ?? '' })

describe('a graphics driver that fails in the middle of a run', () => {
  test.override('startArgs', () => async (folders) => {
    // Loaded before the inference process's own module, and by no other process.
    const driver = join(folders.data, 'driver.mjs')
    writeFileSync(join(folders.data, 'fault.mjs'), driverSource('if (count > 2) throw new Error("device lost"); return run()'))
    writeFileSync(driver, "if (/inference.main\\.ts$/.test(process.argv[1] ?? '')) await import('./fault.mjs')\n")
    process.env.NODE_OPTIONS = `--import=${pathToFileURL(driver).href}`
    return []
  })

  test('gives way to the CPU; the window says so once, and shows where networks run', async ({ page, folders, web, picture }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 16 })
    expect(await page.getByTestId('provider-in-use').count()).toBe(0)
    const { engine, socket } = await client(web.url)
    const { id } = await engine.call('start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out: join(folders.root, 'locs.csv') } })
    expect(await engine.call('result', { job: id })).toMatchObject({ provider: 'cpu' })
    socket.terminate()
    await page.getByTestId('provider-in-use').getByText('Networks run on the CPU').waitFor()
    const notice = page.getByText('csr-5000-50 goes on on the CPU, since webgpu: a run failed: device lost (after 2 tries).')
    await notice.waitFor()
    expect(await notice.count()).toBe(1)
    await picture('provider gave way')
    // A window that comes later is told as well.
    await page.reload()
    await page.getByTestId('provider-in-use').getByText('Networks run on the CPU').waitFor()
  })
})
