// The program as a person uses it, from the sample movie to exported tables, and what happens when something breaks on the way.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from 'fast-png'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { usualModel } from '../../core/model/usual-model.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { openWindow, test } from './story.ts'
import { startWebHostProcess } from './web-host.ts'

/** Chromium draws by software here, on cores that others use as well. */
const poll = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 300_000 })

async function showPanel(page: Page, panel: string): Promise<void> {
  await page.getByTestId('panels').click()
  await page.getByTestId(`show-${panel}`).click()
}

async function chooseModelB(page: Page): Promise<void> {
  await page.getByTestId('choose-b').click()
  await page.getByRole('option', { name: 'Microtubules, 5000' }).click()
}

async function setLastFrame(page: Page, frame: number): Promise<void> {
  const field = page.getByTestId('last-frame').locator('input')
  await field.fill(String(frame))
  await field.press('Enter')
}

const jobs = (page: Page, state: string) => page.locator(`[data-testid^=job-][data-state=${state}]`)

/** Lines of a csv without its head, split at commas. */
async function csv(path: string): Promise<{ head: string[]; rows: number[][] }> {
  const [head, ...lines] = (await readFile(path, 'utf8')).trim().split('\n')
  return { head: head.split(',').map((name) => name.replaceAll('"', '')), rows: lines.map((line) => line.split(',').map(Number)) }
}

/** Shown rows and all rows, as the table panel says. */
async function rowCounts(page: Page): Promise<{ shown: number; all: number }> {
  const text = (await page.getByTestId('row-count').textContent() ?? '').replaceAll(/[\s,\u2009\u202F]/g, '')
  const [, shown, all] = /^(\d+)(?:of(\d+))?rows/.exec(text)!
  return { shown: Number(shown), all: Number(all ?? shown) }
}

describe('the whole way', () => {
  test('from the sample to scores, 3D and an exported table, with the numbers of the command line', async ({ page, folders, picture }) => {
    await page.getByTestId('empty-sample').click()
    await page.getByTestId('movie-tabs').getByText('filaments-sample.tif').waitFor()
    await chooseModelB(page)
    await setLastFrame(page, 60)
    await page.keyboard.press('Control+l')
    await poll(() => jobs(page, 'done').count()).toBe(2)

    const samples = join(folders.data, 'samples')
    const table = join(samples, `filaments-sample_locs_${usualModel}.csv`)
    await showPanel(page, 'comparison')
    const jaccard = page.getByTestId('score-jaccard').locator('td[data-value]')
    await poll(() => jaccard.count()).toBe(2)
    const engine = createEngine()
    const scores = await engine.run('evaluate', { localizations: table, truth: join(samples, 'filaments-sample.truth.csv'), frames: { first: 0, end: 60 } })
    await engine.close()
    await poll(async () => Number(await jaccard.first().getAttribute('data-value'))).toBeCloseTo(100 * scores.jaccard!, 6)
    expect(Number(await page.getByTestId('score-rmseLateral').locator('td[data-value]').first().getAttribute('data-value'))).toBeCloseTo(scores.rmseLateral!, 1)
    await picture('story comparison')

    await showPanel(page, 'scene3d')
    const scene = page.getByTestId('scene3d')
    await scene.locator('canvas').first().waitFor()
    await poll(async () => {
      const { data, channels } = decode(await scene.screenshot())
      let coloured = 0
      for (let i = 0; i < data.length; i += channels) if (Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 60) coloured++
      return coloured
    }).toBeGreaterThan(200)
    await picture('story 3D')

    await showPanel(page, 'table')
    const before = await rowCounts(page)
    expect(before.all).toBe((await csv(table)).rows.length)
    await page.getByTestId('new-filter').locator('input').fill('photons > 4000 && sigma_x < 20')
    await page.getByTestId('new-filter').locator('input').press('Enter')
    await poll(async () => (await rowCounts(page)).shown).toBeLessThan(before.all)
    const { shown } = await rowCounts(page)
    await picture('story table')
    await page.getByTestId('export').click()
    await page.getByTestId('export-choose').click()
    await page.getByTestId('file-path').locator('input').fill(folders.root)
    await page.getByTestId('file-path').locator('input').press('Enter')
    await poll(() => page.getByTestId('file-list').getByRole('option').count()).toBe(0)
    await page.getByTestId('file-name').locator('input').fill('bright')
    await page.getByTestId('file-choose').click()
    await page.getByTestId('notices').getByText('Written').waitFor()
    const exported = await csv(join(folders.root, 'bright.csv'))
    const [photons, sigma] = ['intensity [photon]', 'sigma_x [nm]'].map((name) => exported.head.indexOf(name))
    expect(exported.rows.length).toBe(shown)
    expect(exported.rows.every((row) => row[photons] > 4000 && row[sigma] < 20)).toBe(true)
    const provenance = readFileSync(join(folders.root, 'bright.json'), 'utf8')
    for (const words of ['photons > 4000 && sigma_x < 20', 'filaments-sample.tif', usualModel]) expect(provenance).toContain(words)

    await page.getByTestId('filters-undo').click()
    await poll(async () => (await rowCounts(page)).shown).toBe(before.all)
    expect(await accessibilityBreaches(page, '[data-panel=table]')).toEqual([])
  })

  test('a truth from another file is read with its columns shown, and scores the run', async ({ page, folders, picture }) => {
    const { truth, emitters } = await writeSmallMovie(folders.root, { name: 'mine.tif', frames: 20 })
    const other = join(folders.root, 'other-truth.csv')
    await writeFile(other, await readFile(truth, 'utf8'))
    await page.getByTestId('open').click()
    await page.getByTestId('file-mine.tif').dblclick()
    await page.getByTestId('movie-tabs').getByText('mine.tif').waitFor()
    await page.keyboard.press('Control+l')
    await poll(() => jobs(page, 'done').count()).toBe(1)
    await page.keyboard.press('Control+Shift+o')
    await page.getByTestId('file-path').locator('input').fill(other)
    await page.getByTestId('file-path').locator('input').press('Enter')
    await page.locator('[role=option][aria-selected=true]').waitFor()
    await page.getByTestId('file-choose').click()
    await page.getByTestId('import-summary').getByText(`${emitters} true emitters`).waitFor()
    await page.getByTestId('import-understood').getByText('x [nm]').first().waitFor()
    await picture('story import')
    await page.getByTestId('import-accept').click()
    await showPanel(page, 'comparison')
    await poll(async () => Number(await page.getByTestId('score-emitters').locator('td[data-value]').first().getAttribute('data-value'))).toBeGreaterThan(0)
  })
})

describe('work that is cut off', () => {
  test('is kept by Abort, and goes on after the program was killed, to the table that an uncut run gives', async ({ page, folders, web, problems, browser, picture }) => {
    problems.expect(/ERR_CONNECTION|WebSocket connection/)
    await writeSmallMovie(folders.root, { name: 'long.tif', frames: 600 })
    await page.getByTestId('open').click()
    await page.getByTestId('file-long.tif').dblclick()
    await page.getByTestId('movie-tabs').getByText('long.tif').waitFor()

    // Abort: what was found stays.
    await page.getByTestId('localize').click()
    await showPanel(page, 'table')
    await poll(() => page.getByTestId('row-count').count()).toBe(1)
    await poll(async () => (await rowCounts(page)).all).toBeGreaterThan(0)
    await page.keyboard.press('Control+.')
    await poll(() => jobs(page, 'cancelled').count()).toBe(1)
    const kept = (await rowCounts(page)).all
    expect(kept).toBeGreaterThan(0)

    // Killed in the middle of a second run.
    await page.getByTestId('localize').click()
    await poll(() => jobs(page, 'running').count()).toBe(1)
    await poll(async () => Number(/(\d+) of 600 frames/.exec(await jobs(page, 'running').textContent().catch(() => '') ?? '')?.[1] ?? 0)).toBeGreaterThan(0)
    await web.stop('SIGKILL')
    await page.getByTestId('engine-lost').waitFor()
    await picture('story killed')

    const next = await startWebHostProcess(folders)
    const again = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
    await openWindow(again, next.url)
    await poll(() => jobs(again, 'interrupted').count()).toBe(1)
    await jobs(again, 'interrupted').getByRole('button', { name: 'Resume' }).click()
    await poll(() => jobs(again, 'done').count()).toBe(1)
    await again.context().close()
    await next.stop()

    const resumed = join(folders.root, `long_locs_${usualModel}_2.csv`)
    const uncut = join(folders.data, 'uncut.csv')
    execFileSync(process.execPath, ['electron/cli/main.ts', 'localize', join(folders.root, 'long.tif'), '--model', usualModel, '--out', uncut], { stdio: 'ignore' })
    expect(await readFile(resumed, 'utf8')).toBe(await readFile(uncut, 'utf8'))
  })

  test.skipIf(process.platform !== 'linux')('survives the death of the inference process, and says so', async ({ page, folders, web }) => {
    await writeSmallMovie(folders.root, { name: 'long.tif', frames: 400 })
    await page.getByTestId('open').click()
    await page.getByTestId('file-long.tif').dblclick()
    await page.getByTestId('movie-tabs').getByText('long.tif').waitFor()
    await page.getByTestId('localize').click()
    await poll(async () => Number(/(\d+) of 400 frames/.exec(await jobs(page, 'running').textContent().catch(() => '') ?? '')?.[1] ?? 0)).toBeGreaterThan(0)
    const children = readFileSync(`/proc/${web.child.pid}/task/${web.child.pid}/children`, 'utf8').trim().split(' ').map(Number)
    const inference = children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('inference'))
    expect(inference.length).toBeGreaterThan(0)
    for (const pid of inference) process.kill(pid, 'SIGKILL')
    await page.getByTestId('notices').getByText(/inference process .*SIGKILL/i).first().waitFor()
    await poll(() => jobs(page, 'done').count()).toBe(1)
    const { rows, head } = await csv(join(folders.root, `long_locs_${usualModel}.csv`))
    // Nothing is missing and nothing stands twice.
    const frame = head.indexOf('frame')
    expect(new Set(rows.map((row) => row[frame])).size).toBeGreaterThan(390)
    expect(new Set(rows.map((row) => row.slice(frame).join())).size).toBe(rows.length)
  })
})

describe('files that are no good', () => {
  test('are refused in sentences that name them, and the window goes on', async ({ page, folders, picture }) => {
    const { movie } = await writeSmallMovie(folders.root, { name: 'good.tif', frames: 4 })
    const bytes = await readFile(movie)
    const bad = { 'text.tif': 'this is a text', 'empty.tif': '', 'noise.tif': Buffer.alloc(5000, 0xA7), 'cut.tif': bytes, 'words.csv': 'these are,some words\nand,others\n', 'empty.csv': '' }
    for (const [name, content] of Object.entries(bad)) await writeFile(join(folders.root, name), content)
    await truncate(join(folders.root, 'cut.tif'), 200)
    for (const name of Object.keys(bad)) {
      await page.keyboard.press(name.endsWith('.csv') ? 'Control+Shift+o' : 'Control+o')
      await page.getByTestId('file-path').locator('input').fill(join(folders.root, name))
      await page.getByTestId('file-path').locator('input').press('Enter')
      await page.locator('[role=option][aria-selected=true]').waitFor()
      await page.getByTestId('file-choose').click()
      await page.getByTestId('file-browser').waitFor({ state: 'hidden' })
      const notice = page.getByTestId('notices').locator('[data-kind=error]').filter({ hasText: name })
      await notice.waitFor()
      expect(await page.getByTestId('notices').locator('[data-kind=error]').count()).toBe(1)
      // The next opening closes this one.
      if (name === 'noise.tif') continue
      await notice.getByRole('button', { name: 'Close' }).click()
      await notice.waitFor({ state: 'hidden' })
    }
    await picture('story bad files')
    await page.getByTestId('open').click()
    await page.getByTestId('file-good.tif').dblclick()
    await page.getByTestId('movie-tabs').getByText('good.tif').waitFor()
  })
})
