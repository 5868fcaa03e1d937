// The program as a person uses it, in its own window: from the sample to an exported table, and through an engine that dies at work.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from 'fast-png'
import type { ElectronApplication, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { usualModel } from '../../core/model/usual-model.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { writeSmallMovie } from '../e2e/movies.ts'
import { processesNamed } from './processes.ts'
import { picture, poll, test } from './program.ts'

const jobs = (page: Page, state: string) => page.locator(`[data-testid^=job-][data-state=${state}]`)

/** By the application's menu. */
const choose = (app: ElectronApplication, id: string): Promise<void> => app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()!.getMenuItemById(id)!.click(), id)

async function shownRows(page: Page): Promise<number> {
  const text = (await page.getByTestId('row-count').textContent() ?? '').replaceAll(/[\s,\u2009\u202F]/g, '')
  return Number(/^(\d+)(?:of\d+)?rows/.exec(text)?.[1])
}

async function colouredPixels(png: Buffer): Promise<number> {
  const { data, channels } = decode(png)
  let coloured = 0
  for (let i = 0; i < data.length; i += channels) if (Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 60) coloured++
  return coloured
}

describe('the whole way', () => {
  test('by menus and dialogs: sample, two models, scores against the truth, 3D, an exported table', async ({ app, page, folders }) => {
    await choose(app, 'sample')
    await page.getByTestId('movie-tabs').getByText('filaments-sample.tif').waitFor()
    await page.getByTestId('choose-b').click()
    await page.getByRole('option', { name: 'Microtubules, 5000' }).click()
    await page.getByTestId('last-frame').locator('input').fill('30')
    await page.getByTestId('last-frame').locator('input').press('Enter')
    await choose(app, 'localize')
    await poll(() => jobs(page, 'done').count()).toBe(2)

    await choose(app, 'panel.comparison')
    const jaccard = page.getByTestId('score-jaccard').locator('td[data-value]')
    await poll(() => jaccard.count()).toBe(2)
    expect(Number(await jaccard.first().getAttribute('data-value'))).toBeGreaterThan(20)
    await picture(page, 'desktop comparison')

    await choose(app, 'panel.scene3d')
    const scene = page.getByTestId('scene3d')
    await scene.locator('canvas').first().waitFor()
    await poll(async () => colouredPixels(await scene.screenshot())).toBeGreaterThan(100)
    await picture(page, 'desktop 3D')

    await choose(app, 'panel.table')
    await poll(() => shownRows(page)).toBeGreaterThan(0)
    const rows = await shownRows(page)
    await app.evaluate(({ dialog }, filePath) => { dialog.showSaveDialog = async () => ({ canceled: false, filePath }) }, join(folders.root, 'mine.csv'))
    await choose(app, 'export')
    await page.getByTestId('export-choose').click()
    await page.getByTestId('notices').getByText('Written').waitFor()
    // One file for each of the two runs (and the truth), each with how it came about.
    const files = (await readdir(folders.root)).filter((name) => /^mine.*\.csv$/.test(name))
    const counts = await Promise.all(files.map(async (name) => (await readFile(join(folders.root, name), 'utf8')).trim().split('\n').length - 1))
    expect(files.length).toBeGreaterThanOrEqual(2)
    expect(counts).toContain(rows)
    const origins = await Promise.all(files.map((name) => readFile(join(folders.root, name.replace(/csv$/, 'json')), 'utf8')))
    for (const model of [usualModel, 'microtubules-5000-50']) expect(origins.some((text) => text.includes(model))).toBe(true)
  })
})

describe('an engine that dies at work', () => {
  test('starts again on request, and the run goes on to the table that an uncut run gives', async ({ app, page, folders }) => {
    const { movie } = await writeSmallMovie(folders.root, { name: 'long.tif', frames: 400 })
    await app.evaluate(({ BrowserWindow, dialog }, movie) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [movie] })
      const [window] = BrowserWindow.getAllWindows()
      const heard = globalThis as { shares?: number[] }
      heard.shares = []
      window.setProgressBar = (share) => { heard.shares!.push(share) }
    }, movie)
    await choose(app, 'open')
    await page.getByTestId('movie-tabs').getByText('long.tif').waitFor()
    await page.keyboard.press('Control+l')
    await choose(app, 'panel.table')
    await poll(async () => (await page.getByTestId('row-count').count()) > 0 && (await shownRows(page)) > 0).toBe(true)

    const [pid] = await processesNamed(app, 'StructLoc engine')
    process.kill(pid, 'SIGKILL')
    await page.getByTestId('restart-engine').click()
    await page.getByTestId('engine-lost').waitFor({ state: 'hidden' })
    await poll(() => jobs(page, 'interrupted').count()).toBe(1)
    await picture(page, 'desktop interrupted')
    await page.locator('[data-testid^=resume-]').click()
    await poll(() => jobs(page, 'done').count()).toBe(1)

    const engine = createEngine()
    const { out } = await engine.run('localize', { movie, model: usualModel, out: join(folders.root, 'uncut.csv'), provider: 'cpu' })
    await engine.close()
    expect(await readFile(join(folders.root, `long_locs_${usualModel}.csv`), 'utf8')).toBe(await readFile(out, 'utf8'))
    const shares = await app.evaluate(() => (globalThis as { shares?: number[] }).shares!)
    expect(shares.some((share) => share > 0 && share < 1)).toBe(true)
    await poll(() => app.evaluate(() => (globalThis as { shares?: number[] }).shares!.at(-1))).toBe(-1)
  })
})
