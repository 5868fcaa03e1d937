// Tables in the window: opened, filtered, sorted, picked, exported, and filled by runs.
import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { usualModel } from '../../core/model/usual-model.ts'
import { readArrow, writeArrow } from '../../core/formats/arrow.ts'
import { readTable } from '../../core/formats/read-table.ts'
import { writeThunderstorm, writeTruth } from '../../core/formats/thunderstorm.ts'
import { tableFormats } from '../../core/formats/table-formats.ts'
import type { LocalizationTable } from '../../core/localizations/table.ts'
import { readAnyTable } from '../../electron/engine/tables/read-tables.ts'
import { formatWords } from '../../renderer/table/export-paths.ts'
import { found, randomEmitters, rowsOf } from '../fixtures/tables.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { test } from './story.ts'

const rows = 4000
const truth = randomEmitters(rows, 200, 6400)
const table = found(truth, 12)
// Uncertainties as different as those of a movie.
table.sigma_x.forEach((_, row) => { table.sigma_x[row] = 6 + (row % 40) })

const poll = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 120_000 })

async function showTable(page: Page): Promise<void> {
  await page.getByTestId('panels').click()
  await page.getByTestId('show-table').click()
}

/** Opens a file of the root folder as a table. */
async function openTable(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+o')
  await page.getByTestId(`file-${name}`).click()
  await page.getByTestId('file-choose').click()
}

async function addFilter(page: Page, expression: string): Promise<void> {
  const field = page.getByTestId('new-filter').locator('input')
  await field.fill(expression)
  await field.press('Enter')
}

const count = (page: Page): Promise<string> => page.getByTestId('row-count').innerText()

/** Cells of the first rows in sight, by column name. */
async function firstRows(page: Page, column: string, number: number): Promise<number[]> {
  const head = await page.getByTestId('table-grid').getByRole('columnheader').allInnerTexts()
  const at = head.findIndex((title) => title.split('\n')[0] === column)
  const cells = await page.getByTestId('table-grid').locator('[data-row]').evaluateAll((all, place) => all.map((row) => row.children[place]?.textContent), at)
  return cells.slice(0, number).map((text) => Number(text?.replace('−', '-')))
}

async function exportAs(page: Page, name: string): Promise<void> {
  await page.getByTestId('export-choose').click()
  await page.getByTestId('file-name').locator('input').fill(name)
  await page.getByTestId('file-choose').click()
}

const passes = (one: LocalizationTable, row: number): boolean => one.photons[row] > 3000 && one.sigma_x[row] < 20

describe('a table of localizations', () => {
  test('is opened, filtered, sorted and exported: the file holds exactly the rows that pass', async ({ page, folders, picture }) => {
    const text = [...writeThunderstorm(table)].join('')
    await writeFile(join(folders.root, 'locs.csv'), text)
    await showTable(page)
    await page.getByTestId('empty-open-table').waitFor()
    await openTable(page, 'locs.csv')
    await page.getByTestId('import-summary').getByText('StructLoc table of 4,000 localizations in frames 1 to 200.').waitFor()
    await page.getByTestId('import-understood').getByRole('row', { name: 'x [nm] x nm', exact: true }).waitFor()
    await picture('table import')
    expect(await accessibilityBreaches(page, '[data-testid=import-dialog]')).toEqual([])
    await page.getByTestId('import-accept').click()
    await poll(() => count(page)).toBe('4,000 rows')

    await addFilter(page, 'photons > 3000 && sigma < 20')
    await page.getByTestId('new-filter-problem').getByText("Place 19: unknown column 'sigma': did you mean sigma_x or sigma_y or sigma_z or sigma_photons?").waitFor()
    await addFilter(page, 'photons > 3000 && sigma_x < 20')
    // As they are in the file, where numbers have three decimals.
    const read = readTable(text, 'locs.csv').table as LocalizationTable
    const wanted = [...read.frame.keys()].filter((row) => passes(read, row))
    await poll(() => count(page)).toBe(`${wanted.length.toLocaleString('en')} of 4,000 rows`)

    await page.getByTestId('sort-photons').click()
    const dimmest = wanted.map((row) => read.photons[row]).toSorted((a, b) => a - b)
    await poll(() => firstRows(page, 'photons', 5)).toEqual(dimmest.slice(0, 5).map(Math.round))
    await page.getByTestId('sort-photons').click()
    await poll(() => firstRows(page, 'photons', 5)).toEqual(dimmest.toReversed().slice(0, 5).map(Math.round))
    await picture('table')
    expect(await accessibilityBreaches(page, '[data-panel=table]')).toEqual([])

    await page.keyboard.press('Control+e')
    await page.getByTestId('export-dialog').getByText('photons > 3000 && sigma_x < 20').waitFor()
    await picture('table export')
    expect(await accessibilityBreaches(page, '[data-testid=export-dialog]')).toEqual([])
    await exportAs(page, 'chosen.csv')
    await page.getByTestId('notices').getByText('Written: ').waitFor()
    const written = readTable(await readFile(join(folders.root, 'chosen.csv')), 'chosen.csv').table as LocalizationTable
    const all = rowsOf(read)
    expect(rowsOf(written)).toEqual(wanted.map((row) => all[row]))
    // The same file, taken along through the browser.
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('notices').getByRole('button', { name: 'Download' }).click()])
    expect(download.suggestedFilename()).toBe('chosen.csv')
    expect(await readFile(await download.path(), 'utf8')).toBe(await readFile(join(folders.root, 'chosen.csv'), 'utf8'))
    const beside = JSON.parse(await readFile(join(folders.root, 'chosen.json'), 'utf8')) as Record<string, unknown>
    expect(beside).toMatchObject({ structloc: 'localizations', rows: wanted.length, filters: ['photons > 3000 && sigma_x < 20'], from: { type: 'file', rows: 4000 }, versions: { structloc: expect.any(String) } })

    // Undone, all rows are written, in the other format.
    await page.keyboard.press('Control+z')
    await poll(() => count(page)).toBe('4,000 rows')
    await page.keyboard.press('Control+Shift+z')
    await poll(() => count(page)).toBe(`${wanted.length.toLocaleString('en')} of 4,000 rows`)
    await page.getByTestId('export').click()
    await page.getByTestId('export-rows').getByLabel('All', { exact: true }).click()
    await page.getByTestId('export-format').click()
    await page.getByRole('option', { name: 'Arrow' }).click()
    await exportAs(page, 'all.arrow')
    await poll(() => readFile(join(folders.root, 'all.json'), 'utf8').catch(() => '')).toContain('"filters": []')
    expect(rowsOf(readArrow(await readFile(join(folders.root, 'all.arrow')), 'all.arrow').table)).toEqual(all)
  })

  test('is written in every format, filtered, with its provenance beside; each file read back holds these rows', async ({ page, folders }) => {
    await writeFile(join(folders.root, 'locs.csv'), [...writeThunderstorm(table)].join(''))
    await showTable(page)
    await openTable(page, 'locs.csv')
    // Some formats count in pixels.
    await page.getByTestId('import-dialog').getByLabel('Pixel size of its movie').fill('100')
    await page.getByTestId('import-accept').click()
    await addFilter(page, 'photons > 3000')
    const wanted = [...table.frame.keys()].filter((row) => table.photons[row] > 3000)
    await poll(() => count(page)).toBe(`${wanted.length.toLocaleString('en')} of 4,000 rows`)
    for (const format of tableFormats) {
      const name = `written-${format}${format === 'smap' ? '_sml' : ''}`
      const { title, extension } = formatWords(format)
      await page.keyboard.press('Control+e')
      await page.getByTestId('export-format').click()
      await page.getByRole('option', { name: title, exact: true }).click()
      await exportAs(page, `${name}.${extension}`)
      await page.getByTestId('export-dialog').waitFor({ state: 'hidden' })
      const { table: read } = await readAnyTable(join(folders.root, `${name}.${extension}`), { pixelSize: 100 })
      expect([...read.frame], format).toEqual(wanted.map((row) => table.frame[row]))
      for (const column of ['x', 'y', 'z', 'photons'] as const) {
        const farthest = wanted.reduce((most, row, i) => Math.max(most, Math.abs(read[column][i] - table[column][row])), 0)
        expect(farthest, `${format}, ${column}`).toBeLessThan(0.01)
      }
      const beside = JSON.parse(await readFile(join(folders.root, `${name}.json`), 'utf8')) as unknown
      expect(beside, format).toMatchObject({ rows: wanted.length, filters: ['photons > 3000'], pixelSize: 100, versions: { structloc: expect.any(String) } })
    }
    // Another program's file comes back with how its columns were understood; half of one is refused by name.
    await openTable(page, 'written-picasso.hdf5')
    await page.getByTestId('import-summary').getByText(`Picasso table of ${wanted.length.toLocaleString('en')} localizations`).waitFor()
    await page.getByTestId('import-understood').getByRole('row', { name: /^frame frame the first frame is 0 in the file, 1 here$/ }).waitFor()
    await page.getByTestId('import-understood').getByRole('row', { name: /^x x / }).waitFor()
    await page.getByTestId('import-dialog').getByRole('button', { name: 'Cancel' }).click()
    await truncate(join(folders.root, 'written-picasso.hdf5'), 3000)
    await openTable(page, 'written-picasso.hdf5')
    await page.getByTestId('notices').getByText(/written-picasso\.hdf5/).waitFor()
    expect(await page.getByTestId('import-dialog').count()).toBe(0)
  })

  test('of 300,000 rows is filtered and sorted beside the window, with the same rows', async ({ page, folders }) => {
    const many = found(randomEmitters(300_000, 5000, 12_800, 5), 15, 6)
    await writeFile(join(folders.root, 'many.arrow'), writeArrow(many))
    await showTable(page)
    await openTable(page, 'many.arrow')
    await page.getByTestId('import-accept').click()
    await poll(() => count(page)).toBe('300,000 rows')
    await addFilter(page, 'hypot(x - 6400, y - 6400) < 3000 && frame > 100')
    const wanted = [...many.frame.keys()].filter((row) => Math.hypot(many.x[row] - 6400, many.y[row] - 6400) < 3000 && many.frame[row] >= 100)
    await poll(() => count(page)).toBe(`${wanted.length.toLocaleString('en')} of 300,000 rows`)
    await page.getByTestId('sort-z').click()
    const lowest = wanted.map((row) => many.z[row]).toSorted((a, b) => a - b).slice(0, 5)
    await poll(() => firstRows(page, 'z', 5)).toEqual(lowest.map((z) => Number(z.toFixed(1))))
  })

  test('is walked through by keys: the picked row is in sight, selected rows are copied as text', async ({ page, folders, browser }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await writeFile(join(folders.root, 'locs.csv'), [...writeThunderstorm(table)].join(''))
    await showTable(page)
    await openTable(page, 'locs.csv')
    await page.getByTestId('import-accept').click()
    const grid = page.getByTestId('table-grid')
    await grid.locator('[data-row="2"]').click()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Control+c')
    await page.getByTestId('notices').getByText('Copied 2 rows').waitFor()
    const lines = (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n').map((line) => line.split('\t'))
    expect(lines[0].slice(0, 3)).toEqual(['frame', 'x [nm]', 'y [nm]'])
    expect(lines.slice(1).map(([frame, x]) => [Number(frame), Number(x)])).toEqual([2, 3].map((row) => [table.frame[row] + 1, Number(Number(table.x[row].toFixed(3)).toPrecision(7))]))
    await page.keyboard.press('End')
    await grid.locator(`[data-row="${rows - 1}"].current`).waitFor()
    await page.keyboard.press('PageUp')
    await grid.locator(`[data-row="${rows - 1}"].current`).waitFor({ state: 'detached' })
    await page.keyboard.press('Home')
    await grid.locator('[data-row="0"].current').waitFor()
    expect(browser.isConnected()).toBe(true)
  })

  test('has histograms whose handles write the filter, each drag one step to undo', async ({ page, folders, picture }) => {
    await writeFile(join(folders.root, 'locs.csv'), [...writeThunderstorm(table)].join(''))
    await showTable(page)
    await openTable(page, 'locs.csv')
    await page.getByTestId('import-accept').click()
    await page.getByTestId('add-histogram').click()
    await page.getByTestId('add-histogram-sigma_x').click()
    const handles = page.getByTestId('histogram-sigma_x').getByRole('slider')
    await handles.nth(1).waitFor()
    const box = (await handles.nth(1).boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    for (let step = 1; step <= 10; step++) await page.mouse.move(box.x - 12 * step, box.y + box.height / 2)
    await page.mouse.up()
    const expression = page.getByTestId('filter-expression').locator('textarea').first()
    await poll(() => expression.inputValue()).toMatch(/^sigma_x <= [\d.]+$/)
    const bound = Number((await expression.inputValue()).split(' ')[2])
    expect(bound).toBeGreaterThan(6)
    expect(bound).toBeLessThan(40)
    const passing = [...table.sigma_x].filter((value) => value <= bound).length
    await poll(() => count(page)).toBe(`${passing.toLocaleString('en')} of 4,000 rows`)
    await picture('table histogram')
    expect(await accessibilityBreaches(page, '[data-testid=filters]')).toEqual([])
    await page.getByTestId('filters-undo').click()
    await poll(() => count(page)).toBe('4,000 rows')
    // By keys, too, and the list is there after the window was opened anew.
    await handles.first().focus()
    for (let step = 0; step < 20; step++) await page.keyboard.press('ArrowRight')
    await poll(() => expression.inputValue()).toMatch(/^sigma_x >= [\d.]+$/)
    const kept = await expression.inputValue()
    await page.reload()
    await showTable(page)
    await openTable(page, 'locs.csv')
    await page.getByTestId('import-accept').click()
    await poll(() => expression.inputValue()).toBe(kept)
    await poll(() => count(page)).toMatch(/ of 4,000 rows$/)
  })

  test('takes another role, another name, and is closed and brought back; truth stands beside it', async ({ page, folders }) => {
    await writeFile(join(folders.root, 'locs.csv'), [...writeThunderstorm(table)].join(''))
    await writeFile(join(folders.root, 'truth.csv'), [...writeTruth(truth)].join(''))
    await writeFile(join(folders.root, 'words.csv'), 'these are,some words\nand,others\n')
    await showTable(page)
    await openTable(page, 'words.csv')
    await page.getByTestId('notices').getByText('no known table has the columns these are, some words').waitFor()
    await page.getByTestId('notices').getByRole('button', { name: 'Close' }).click()
    await openTable(page, 'locs.csv')
    await page.getByTestId('import-accept').click()
    await openTable(page, 'truth.csv')
    await page.getByTestId('import-summary').getByText('4,000 true emitters').waitFor()
    await page.getByTestId('import-role').getByText('Truth').waitFor()
    await page.getByTestId('import-accept').click()
    const entry = page.getByTestId('dataset-locs.csv')
    const chip = (role: string) => entry.getByTestId(`role-${role}`)
    await expect.poll(() => chip('a').getAttribute('aria-pressed')).toBe('true')
    await chip('b').click()
    await expect.poll(() => chip('a').getAttribute('aria-pressed')).toBe('false')
    await expect.poll(() => chip('b').getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('button', { name: 'More for locs.csv' }).click()
    await page.getByText('Rename').click()
    await page.getByLabel('Name of the table').fill('second')
    await page.getByLabel('Name of the table').press('Enter')
    await page.getByTestId('dataset-second').waitFor()
    await page.getByRole('button', { name: 'More for second' }).click()
    await page.getByText('Close', { exact: true }).click()
    await page.getByTestId('dataset-second').waitFor({ state: 'detached' })
    await page.getByTestId('notices').getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.getByTestId('dataset-second').getByTestId('role-b').getAttribute('aria-pressed')).toBe('true')
  })
})

describe('a run', () => {
  test.override('startArgs', () => async (folders) => [(await writeSmallMovie(folders.root, { name: 'mine.tif', frames: 150 })).movie])

  test('fills its table while it goes on, goes to a frame, and is loaded again later', async ({ page, folders, picture }) => {
    await page.getByTestId('movie-tabs').getByText('mine.tif').waitFor()
    await page.getByTestId('localize').click()
    await showTable(page)
    await page.getByTestId('row-count').waitFor()
    await poll(() => page.locator('[data-testid^=job-][data-state=done]').count()).toBe(1)
    const written = readTable(await readFile(join(folders.root, `mine_locs_${usualModel}.csv`)), 'locs').table
    const all = `${written.frame.length.toLocaleString('en')} rows`
    await poll(() => count(page)).toBe(all)
    await expect.poll(() => page.getByTestId('datasets').getByTestId('role-a').getAttribute('aria-pressed')).toBe('true')
    await picture('table run')

    const row = page.getByTestId('table-grid').locator('[data-row="20"]')
    await row.click()
    await page.getByTestId('go-to-frame').click()
    await page.getByTestId('frame-canvas').first().waitFor()
    await poll(() => page.getByTestId('frame-number').locator('input').inputValue()).toBe(String(written.frame[20] + 1))

    // What is exported tells how the run came about.
    await showTable(page)
    await page.getByTestId('export').click()
    await page.getByTestId('export-choose').click()
    await expect.poll(() => page.getByTestId('file-name').locator('input').inputValue()).toBe('mine_locs.csv')
    await page.getByTestId('file-choose').click()
    await poll(() => readFile(join(folders.root, 'mine_locs.json'), 'utf8').catch(() => '')).not.toBe('')
    expect(JSON.parse(await readFile(join(folders.root, 'mine_locs.json'), 'utf8'))).toMatchObject({
      movie: { path: join(folders.root, 'mine.tif') }, model: { id: usualModel, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }, camera: { type: 'emccd' }, decoding: { threshold: expect.any(Number) },
      pixelSize: 100, frames: { first: 1, last: 150 }, framesDone: 150, filters: [], versions: { structloc: expect.any(String) },
    })

    await page.reload()
    await showTable(page)
    await page.getByTestId('runs').first().click()
    await page.getByTestId('run-1').click()
    await poll(() => count(page)).toBe(all)
  })
})
