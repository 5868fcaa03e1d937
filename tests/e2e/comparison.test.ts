// Comparing two results: known points land on the right pixels in the right colours, scores are those of the command line, what is
// saved can be read back.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from 'fast-png'
import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { readTable } from '../../core/formats/read-table.ts'
import { writeThunderstorm } from '../../core/formats/thunderstorm.ts'
import { createLocalizations, type EmitterTable, type LocalizationTable } from '../../core/localizations/table.ts'
import { colourAt, hawaii } from '../../core/rendering/colour-map.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import type { TableScores } from '../../electron/engine/tables/evaluate-tables.ts'
import { found } from '../fixtures/tables.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { drawBy } from './preferences.ts'
import { test } from './story.ts'

interface Point { x: number; y: number; z: number; frame?: number }

const sigma = 20

function tableOf(points: readonly Point[]): LocalizationTable {
  const table = createLocalizations(points.length)
  points.forEach(({ x, y, z, frame = 0 }, i) => {
    table.frame[i] = frame
    for (const [name, value] of Object.entries({ x, y, z, photons: 5000, sigma_x: sigma, sigma_y: sigma, sigma_z: 2 * sigma, probability: 1 })) table[name as 'x'][i] = value
  })
  return table
}

/** A table with what stands beside it: 64×64 pixels of 100 nm. */
async function write(folder: string, name: string, table: LocalizationTable, about: Record<string, unknown> = {}): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, [...writeThunderstorm(table)].join(''))
  await writeFile(path.replace(/csv$/, 'json'), JSON.stringify({ structloc: 'localizations', width_px: 64, height_px: 64, pixelSize: 100, ...about }))
  return path
}

/** Opens tables in the comparison: they become A, B and truth in that order. */
async function compare(page: Page, names: readonly string[]): Promise<void> {
  await page.getByTestId('panels').click()
  await page.getByTestId('show-comparison').click()
  for (const [i, name] of names.entries()) {
    await page.getByTestId(i === 0 ? 'open-first-table' : 'open-table').click()
    await page.getByTestId(`file-${name}`).click()
    await page.getByTestId('file-choose').click()
    await page.getByTestId('import-accept').click()
    await page.getByTestId('import-dialog').waitFor({ state: 'hidden' })
    await page.getByTestId('superres').waitFor()
  }
}

interface Shown {
  /** Colour (0 … 255) at a point of the sample in a pane, and the largest channel around it. */
  at: (point: { x: number; y: number }, pane?: number) => number[]
}

/** Reads the views' pixels back. */
async function pixels(views: Locator): Promise<Shown> {
  const image = decode(await views.screenshot())
  const place = JSON.parse(await views.getAttribute('data-place') ?? '') as { x: number; y: number; scale: number }
  const panes = JSON.parse(await views.getAttribute('data-panes') ?? '') as { left: number; top: number; width: number; height: number }[]
  return {
    at({ x, y }, pane = 0) {
      const { left, top, width, height } = panes[pane]
      const column = Math.floor(left + width / 2 + (x - place.x) * place.scale)
      const row = Math.floor(top + height / 2 + (y - place.y) * place.scale)
      return Array.from(image.data.subarray(image.channels * (row * image.width + column)).subarray(0, 3))
    },
  }
}

/** A colour scaled so that its strongest channel is 1: what is left of it at any brightness. */
const hue = (colour: readonly number[]): number[] => colour.map((channel) => channel / Math.max(...colour, 1))
const brightness = (colour: readonly number[]): number => Math.max(...colour)

async function settled(views: Locator): Promise<void> {
  let before = ''
  await expect.poll(async () => {
    const now = await views.screenshot().then((image) => Buffer.from(image).toString('base64'))
    const same = now === before
    before = now
    return same
  }, { timeout: 30_000, interval: 300 }).toBe(true)
}

/** Runs in the worker before it draws: the last context of a graphics card is kept. */
function keepContexts(): void {
  const make = OffscreenCanvas.prototype.getContext as (this: OffscreenCanvas, ...options: unknown[]) => unknown
  OffscreenCanvas.prototype.getContext = function (this: OffscreenCanvas, ...options: unknown[]): never {
    return ((globalThis as unknown as { context: unknown }).context = make.apply(this, options)) as never
  }
}

const corners: readonly Point[] = [
  { x: 1000, y: 1500, z: -500 }, { x: 5000, y: 1500, z: 500 }, { x: 3200, y: 3200, z: 0 }, { x: 1000, y: 5000, z: 250 }, { x: 5000, y: 5000, z: -250 },
]

describe('the linked super-resolution views', () => {
  test('put every localization on its pixel, in the colour of its depth, in both panes', async ({ page, folders, picture }) => {
    await write(folders.root, 'one.csv', tableOf(corners))
    await write(folders.root, 'two.csv', tableOf(corners))
    await compare(page, ['one.csv', 'two.csv'])
    const views = page.getByTestId('superres')
    await settled(views)
    await picture('comparison known points')
    const shown = await pixels(views)
    for (const pane of [0, 1]) {
      for (const point of corners) {
        const expected = hue(colourAt(hawaii, (point.z + 500) / 1000))
        hue(shown.at(point, pane)).forEach((channel, i) => { expect(Math.abs(channel - expected[i])).toBeLessThan(0.05) })
        expect(brightness(shown.at(point, pane))).toBeGreaterThan(90)
        // Six σ away it is dark.
        expect(brightness(shown.at({ x: point.x + 6 * sigma + 20, y: point.y }, pane))).toBeLessThan(4)
      }
    }
    // Depth runs from the first to the last colour of the legend; both views move together.
    await page.getByTestId('superres-over').hover({ position: { x: 60, y: 200 } })
    await page.mouse.wheel(0, -400)
    await settled(views)
    const nearer = await pixels(views)
    for (const pane of [0, 1]) expect(brightness(nearer.at(corners[0], pane))).toBeGreaterThan(60)
  })

  test('drawn by the graphics card are as drawn by the processor, also after the card was lost', async ({ page, folders }) => {
    await page.route('**/drawing-worker*.js', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: `${await response.text()}\n;(${keepContexts.toString()})()` })
    })
    await write(folders.root, 'one.csv', tableOf(corners))
    await write(folders.root, 'two.csv', tableOf(corners.slice(1)))
    await compare(page, ['one.csv', 'two.csv'])
    const views = page.getByTestId('superres')
    const drawnBy = async (what: 'Processor' | 'Graphics card'): Promise<Uint8Array> => {
      await drawBy(page, what)
      await settled(views)
      return decode(await views.screenshot()).data as Uint8Array
    }
    for (const mode of ['side', 'overlay', 'difference']) {
      await page.getByTestId(`mode-${mode}`).click()
      const processor = await drawnBy('Processor')
      const card = await drawnBy('Graphics card')
      expect(card.reduce((most, value) => Math.max(most, value), 0)).toBeGreaterThan(100)
      expect(card.length).toBe(processor.length)
      expect(card.reduce((most, value, i) => Math.max(most, Math.abs(value - processor[i])), 0)).toBeLessThanOrEqual(3)
    }

    const before = await views.screenshot()
    const worker = page.workers().findLast((one) => one.url().includes('drawing-worker'))!
    await worker.evaluate(async () => {
      const gl = (globalThis as unknown as { context: WebGL2RenderingContext }).context
      const loss = gl.getExtension('WEBGL_lose_context')!
      loss.loseContext()
      await new Promise((resolve) => { setTimeout(resolve, 300) })
      loss.restoreContext()
    })
    await settled(views)
    expect((await views.screenshot()).equals(before)).toBe(true)
  })

  test('swipe, flicker and difference tell A from B: equal is black, A alone orange, B alone blue', async ({ page, folders, picture }) => {
    const [onlyA, onlyB, both] = [{ x: 1600, y: 2000, z: 0 }, { x: 4800, y: 2000, z: 0 }, { x: 3200, y: 4500, z: 0 }]
    await write(folders.root, 'one.csv', tableOf([onlyA, both]))
    await write(folders.root, 'two.csv', tableOf([onlyB, both]))
    await compare(page, ['one.csv', 'two.csv'])
    const views = page.getByTestId('superres')

    await page.getByTestId('mode-difference').click()
    await settled(views)
    await picture('comparison difference')
    const difference = await pixels(views)
    const [a, b] = [difference.at(onlyA), difference.at(onlyB)]
    expect(a[0]).toBeGreaterThan(2 * a[2] + 40)
    expect(b[2]).toBeGreaterThan(2 * b[0] + 40)
    expect(brightness(difference.at(both))).toBeLessThan(4)

    await page.getByTestId('mode-overlay').click()
    await settled(views)
    const overlay = await pixels(views)
    expect(overlay.at(onlyA)[0]).toBeGreaterThan(2 * overlay.at(onlyA)[2] + 40)
    expect(overlay.at(onlyB)[2]).toBeGreaterThan(2 * overlay.at(onlyB)[0] + 40)
    // Orange and blue at one place give both.
    expect(Math.min(...overlay.at(both))).toBeGreaterThan(90)

    await page.getByTestId('mode-swipe').click()
    await page.mouse.move(0, 0)
    await settled(views)
    const swipe = await pixels(views)
    // Left of the divider stands A, right of it B.
    expect(brightness(swipe.at(onlyA))).toBeGreaterThan(90)
    expect(brightness(swipe.at(onlyB))).toBeGreaterThan(90)
    await page.getByTestId('superres-over').focus()
    for (let i = 0; i < 25; i++) await page.keyboard.press(']')
    await settled(views)
    const mostlyA = await pixels(views)
    expect(brightness(mostlyA.at(onlyA))).toBeGreaterThan(90)
    expect(brightness(mostlyA.at(onlyB))).toBeLessThan(4)

    await page.getByTestId('mode-flicker').click()
    const seen = async (): Promise<string> => {
      const now = await pixels(views)
      return [onlyA, onlyB].map((point) => (brightness(now.at(point)) > 90 ? 'seen' : 'dark')).join(' ')
    }
    await expect.poll(seen, { timeout: 30_000, interval: 50 }).toBe('seen dark')
    await expect.poll(seen, { timeout: 30_000, interval: 50 }).toBe('dark seen')
  })

  test('a click picks the localization in every view', async ({ page, folders }) => {
    await write(folders.root, 'one.csv', tableOf(corners))
    await compare(page, ['one.csv'])
    const views = page.getByTestId('superres')
    await settled(views)
    const place = JSON.parse(await views.getAttribute('data-place') ?? '') as { x: number; y: number; scale: number }
    const box = (await views.boundingBox())!
    await page.mouse.click(box.x + box.width / 2 + (5000 - place.x) * place.scale + 2, box.y + box.height / 2 + (1500 - place.y) * place.scale - 2)
    await settled(views)
    const shown = await pixels(views)
    // The ring: nine pixels around it, yellow.
    const ring = shown.at({ x: 5000 + 9 / place.scale, y: 1500 })
    expect(ring[0]).toBeGreaterThan(150)
    expect(ring[2]).toBeLessThan(140)
  })
})

/** Presses a button that saves, gives the file a name; its path. */
async function save(page: Page, folder: string, button: string, name: string): Promise<string> {
  await page.getByTestId(button).click()
  await page.getByTestId('file-name').locator('input').fill(name)
  await page.getByTestId('file-choose').click()
  await page.getByText(`Saved ${join(folder, name)}`).waitFor()
  return join(folder, name)
}

describe('prior influence', () => {
  test('counts known offsets and lone localizations, colours and filters by them', async ({ page, folders, picture }) => {
    // Combined σ is √2·20 nm laterally: 28.3 nm apart is one σ, 141 nm are five. Of A, one agrees, one is far, two have no match.
    const rows: Point[] = [0, 1, 2, 3].map((frame) => ({ x: 2000, y: 3000, z: 0, frame }))
    const step = Math.SQRT2 * sigma
    await write(folders.root, 'one.csv', tableOf(rows))
    await write(folders.root, 'two.csv', tableOf([{ ...rows[0], x: 2000 + step }, { ...rows[1], y: 3000 + 5 * step }]))
    await compare(page, ['one.csv', 'two.csv'])
    await page.getByTestId('tab-influence').click()
    await expect.poll(() => page.getByTestId('influence-share').textContent()).toBe('75.0 %')
    expect(await page.getByTestId('influence-counts').innerText()).toMatch(/With a match\s+2\s+2[\s\S]*farther than 3 σ\s+1\s+1[\s\S]*No match\s+2\s+0/)
    await page.getByTestId('colour-by-influence').click()
    await picture('comparison prior influence')

    // What is shown can be had as files: counts and histogram in full, the map as a picture.
    const csv = await readFile(await save(page, folders.root, 'save-counts', 'counts.csv'), 'utf8')
    expect(csv.split('\n').slice(0, 5).map((line) => line.split(',').slice(1))).toEqual([['"A: one.csv"', '"B: two.csv"'], ['4', '2'], ['2', '2'], ['1', '1'], ['2', '0']])
    const distances = await readFile(await save(page, folders.root, 'numbers-influence', 'distances.csv'), 'utf8')
    // Two bins with half of the two matched each; the last bin's value stands once more, as the outline's end.
    expect(distances.split('\n').filter((line) => line.startsWith('"A ') && line.endsWith(',50'))).toHaveLength(2)
    const map = decode(await readFile(await save(page, folders.root, 'save-map', 'map.png')))
    expect(map.width).toBeGreaterThan(100)

    await page.getByTestId('filter-agree').click()
    await expect.poll(() => page.getByTestId('influence-counts').innerText()).toMatch(/All that count\s+1\s+1/)
    // Taken back where one is, by the keys that take a filter back.
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.getByTestId('influence-counts').innerText()).toMatch(/All that count\s+4\s+2/)
  })
})

describe('scores', () => {
  test('are those of structloc evaluate on the same files, and what is saved can be read back', async ({ page, folders, picture }) => {
    const { movie, truth } = await writeSmallMovie(folders.root, { frames: 60, seed: 5 })
    const emitters = readTable(await readFile(truth), truth).table as EmitterTable
    const about = { movie: { path: movie }, frames: { first: 1, last: 60 } }
    const files = [await write(folders.root, 'fine.csv', found(emitters, 15), about), await write(folders.root, 'coarse.csv', found(emitters, 60, 9), about)]
    const engine = createEngine()
    const expected: TableScores[] = []
    for (const localizations of files) expected.push(await engine.run('evaluate', { localizations, truth }))
    await engine.close()

    await compare(page, ['fine.csv', 'coarse.csv', 'filaments.truth.csv'])
    const cell = async (id: string, side: number): Promise<number> => Number(await page.getByTestId(`score-${id}`).locator('td').nth(side).getAttribute('data-value') ?? NaN)
    await expect.poll(() => cell('crlbLateral', 1), { timeout: 120_000 }).toBeGreaterThan(0)
    await expect.poll(() => cell('nominal', 1), { timeout: 120_000 }).toBeGreaterThan(0)
    for (const side of [0, 1]) {
      const scores = expected[side]
      const all = {
        jaccard: 100 * scores.jaccard!, recall: 100 * scores.recall!, precision: 100 * scores.precision!, tp: scores.tp, fp: scores.fp, fn: scores.fn,
        rmseLateral: scores.rmseLateral, rmseAxial: scores.rmseAxial, rmseVolumetric: scores.rmseVolumetric,
        efficiencyLateral: scores.efficiencyLateral, efficiencyAxial: scores.efficiencyAxial, efficiency3d: scores.efficiency3d,
        calibration_x: scores.calibration.x!.deviation, calibration_z: scores.calibration.z!.deviation, offsetX: scores.offsetX, offsetZ: scores.offsetZ,
        checkerboard_x: scores.checkerboard!.x.amplitude, variation: scores.checkerboard!.variation,
        crlbLateral: scores.crlbRatio!.lateral, crlbAxial: scores.crlbRatio!.axial, density: scores.density_perUm2, nominal: scores.nominalDensity_perUm2,
      }
      // Two programs run the same functions: their exp and pow differ in the last digits.
      for (const [id, value] of Object.entries(all)) expect(`${id} ${(await cell(id, side)).toPrecision(9)}`).toBe(`${id} ${value!.toPrecision(9)}`)
    }
    await picture('comparison scores')
    for (const tab of ['scores', 'parts', 'influence', 'spread']) {
      await page.getByTestId(`tab-${tab}`).click()
      await page.locator('.page').waitFor()
      expect(await accessibilityBreaches(page, '[data-panel=comparison]')).toEqual([])
    }

    // Another gate changes them at once.
    await page.getByTestId('tab-scores').click()
    await page.getByTestId('rules').click()
    const gate = page.getByTestId('rule-gate').locator('input')
    await gate.fill('30')
    await gate.press('Enter')
    await expect.poll(() => cell('recall', 1)).toBeLessThan(100 * expected[1].recall! - 5)
    await gate.fill('250')
    await gate.press('Enter')
    await expect.poll(() => cell('recall', 1)).toBe(100 * expected[1].recall!)

    const saveByMenu = async (entry: string, name: string): Promise<string> => {
      await page.getByTestId('save-menu').click()
      return save(page, folders.root, entry, name)
    }
    const csv = await readFile(await saveByMenu('save-scores-menu', 'scores.csv'), 'utf8')
    const line = csv.split('\n').find((one) => one.startsWith('"rmseLateral"'))!.split(',')
    expect(Number(line.at(-3))).toBe(expected[0].rmseLateral)
    expect(Number(line.at(-1))).toBeCloseTo(expected[0].rmseLateral! - expected[1].rmseLateral!, 9)

    const view = decode(await readFile(await saveByMenu('save-view', 'views.png')))
    const box = (await page.getByTestId('superres').boundingBox())!
    expect([view.width, view.height]).toEqual([Math.round(box.width), Math.round(box.height)])
    // The scale bar's white and the picture's colours.
    expect(view.data.some((value, i) => value === 255 && view.data[i + 1] === 255 && view.data[i + 2] === 255)).toBe(true)

    await page.getByTestId('tab-parts').click()
    const svg = await readFile(await save(page, folders.root, 'save-jaccard-depth', 'depth.svg'), 'utf8')
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    expect(svg).toContain('Jaccard index by depth')
    expect(svg).not.toContain('<style')

    const byDepth = (await readFile(await save(page, folders.root, 'numbers-jaccard-depth', 'depth.csv'), 'utf8')).trim().split('\n')
    expect(byDepth[0]).toBe('"series","True z (nm)","Jaccard index (%)"')
    expect(byDepth.filter((line) => line.includes('fine.csv')).length).toBeGreaterThan(5)
    await page.getByTestId('tab-spread').click()
    const medians = await readFile(await save(page, folders.root, 'save-spread', 'medians.csv'), 'utf8')
    expect(medians).toMatch(/"Median σ of x \(nm\)",15,60/)

    const report = await readFile(await saveByMenu('save-report', 'report.html'), 'utf8')
    expect(report).not.toMatch(/<script|src="(?!data:)|href=/)
    for (const words of ['fine.csv', 'coarse.csv', 'filaments.truth.csv', 'Prior influence', expected[0].rmseLateral!.toFixed(1), 'data:image/png;base64,', '<svg', movie]) expect(report).toContain(words)
  })
})
