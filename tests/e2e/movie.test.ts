// The movie panel in a browser: pixels, frames, marks, preview.
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from 'fast-png'
import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { challengeCamera } from '../../core/camera/camera.ts'
import { colourTable } from '../../core/rendering/colour-map.ts'
import { berlin, lutNamed } from '../../core/rendering/luts.ts'
import { writeThunderstorm, writeTruth } from '../../core/formats/thunderstorm.ts'
import { createEmitters, createLocalizations } from '../../core/localizations/table.ts'
import { unpackMessage } from '../../electron/contract/messages.ts'
import { createTiffWriter } from '../../electron/engine/movies/tiff-writer.ts'
import { colourShares } from '../../renderer/movie/colour-shares.ts'
import { marks as looks } from '../../renderer/ui/marks.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { drawBy } from './preferences.ts'
import { test } from './story.ts'

/** Chromium draws by software here, on cores that others use as well. */
const poll = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 120_000 })

const width = 40
const height = 30
const frames = 60
const bright = { x: 5, y: 3, adu: 1200 }
const dark = 200
/** This pixel tells the frame: `dark` and ten for each frame. */
const counter = { x: 30, y: 20 }

/** All pixels 200 ADU but one of 1200, and one that counts the frames. */
async function writeKnownMovie(folder: string, count = frames): Promise<string> {
  const path = join(folder, 'known.tif')
  const writer = await createTiffWriter(path, { width, height, pixelType: 'uint16' })
  for (let frame = 0; frame < count; frame++) {
    const values = new Uint16Array(width * height).fill(dark)
    values[bright.y * width + bright.x] = bright.adu
    values[counter.y * width + counter.x] = dark + 10 * frame
    await writer.append(values)
  }
  await writer.close()
  await writeFile(join(folder, 'known.json'), JSON.stringify({ pixelSize: 100, camera: challengeCamera }))
  return path
}

interface Place { scale: number; x: number; y: number }
const box = (page: Page): Locator => page.getByTestId('frame-box')

async function placeOf(page: Page): Promise<Place> {
  const [scale, x, y] = (await box(page).getAttribute('data-place'))!.split(' ').map(Number)
  return { scale, x, y }
}

/** The window's place of a point in the frame (pixels from its corner). */
async function inWindow(page: Page, at: { x: number; y: number }): Promise<{ x: number; y: number }> {
  const { x: left, y: top } = (await box(page).boundingBox())!
  const { scale, x, y } = await placeOf(page)
  return { x: left + x + at.x * scale, y: top + y + at.y * scale }
}

/** Waits until what is seen stays the same. */
async function settled(screen: () => Promise<Uint8Array>): Promise<void> {
  let before: Uint8Array = new Uint8Array()
  await poll(async () => {
    const now = await screen()
    const same = Buffer.compare(now, before) === 0
    before = now
    return same
  }).toBe(true)
}

/** What stands in the window at points of the frame. */
async function coloursAt(page: Page, points: readonly { x: number; y: number }[]): Promise<number[][]> {
  const { data, width: wide, channels } = decode(await page.screenshot())
  const colours: number[][] = []
  for (const point of points) {
    const { x, y } = await inWindow(page, point)
    const at = (Math.floor(y) * wide + Math.floor(x)) * channels
    colours.push([data[at], data[at + 1], data[at + 2]])
  }
  return colours
}

const centre = ({ x, y }: { x: number; y: number }) => ({ x: x + 0.5, y: y + 0.5 })
const showsFrame = (page: Page, number: number): Promise<void> => poll(() => box(page).getAttribute('data-frame')).toBe(String(number))

async function fill(page: Page, name: string, value: string): Promise<void> {
  const field = page.getByTestId(name).locator('input')
  await field.fill(value)
  await field.press('Enter')
}

/** Counts from now on how often the frame's pixels are painted. */
async function countPaints(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const context = CanvasRenderingContext2D.prototype
    const { putImageData } = context
    Object.assign(window, { paints: 0 })
    context.putImageData = function count(this: CanvasRenderingContext2D, ...given: unknown[]) {
      if (this.canvas.dataset.testid === 'frame-canvas') (window as unknown as { paints: number }).paints++
      Reflect.apply(putImageData, this, given)
    } as typeof putImageData
  })
  return () => page.evaluate(() => (window as unknown as { paints: number }).paints)
}

/** Limits at 200 and 1200 ADU, no marks. */
async function knownContrast(page: Page): Promise<void> {
  await page.getByTestId('preview-switch').locator('input').uncheck()
  await fill(page, 'contrast-high', '1200')
  await fill(page, 'contrast-low', '200')
  await page.mouse.move(1, 1)
  // Arrow keys are the field's while it has the focus.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

describe('frames', () => {
  test.override('startArgs', () => async ({ root }) => [await writeKnownMovie(root)])

  test('show every pixel where it is, in the colour of its value', async ({ page, picture }) => {
    await showsFrame(page, 1)
    await knownContrast(page)
    for (const name of ['Grays', 'Viridis', 'Fire']) {
      await page.getByTestId('lut').click()
      await page.getByTestId(`lut-${name}`).click()
      await page.getByTestId(`lut-${name}`).waitFor({ state: 'hidden' })
      const table = colourTable(lutNamed(name))
      const colour = (index: number): number[] => [...table.subarray(3 * index, 3 * index + 3)].map(Math.round)
      const around = [{ x: bright.x - 1, y: bright.y }, { x: bright.x + 1, y: bright.y }, { x: bright.x, y: bright.y - 1 }, { x: bright.x, y: bright.y + 1 }]
      await poll(() => coloursAt(page, [bright, ...around].map(centre))).toEqual([colour(255), ...around.map(() => colour(0))])
      // Its very corners are still the same pixel.
      const edge = 0.12
      const corners = [[edge, edge], [1 - edge, edge], [edge, 1 - edge], [1 - edge, 1 - edge]].map(([dx, dy]) => ({ x: bright.x + dx, y: bright.y + dy }))
      expect(await coloursAt(page, corners)).toEqual(corners.map(() => colour(255)))
    }
    await picture('movie-viridis')
  })

  test('show a value half way in the middle colour, with gamma in its root', async ({ page }) => {
    await showsFrame(page, 1)
    await knownContrast(page)
    // Frame 51: 200 + 500 ADU, the middle of the limits.
    await fill(page, 'frame-number', '51')
    await showsFrame(page, 51)
    await poll(() => coloursAt(page, [centre(counter)])).toEqual([[128, 128, 128]])
    await page.getByTestId('gamma').getByRole('slider').focus()
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowLeft')
    // 0.5 to the power of 0.5.
    await poll(() => coloursAt(page, [centre(counter)])).toEqual([[180, 180, 180]])
    // A limit is dragged in the histogram, too: that of the brightest from its place at the right end to the middle.
    const limit = async (name: string): Promise<number> => Number(await page.getByTestId(`contrast-${name}`).locator('input').inputValue())
    const drawn = (await page.getByTestId('histogram').boundingBox())!
    await page.mouse.move(drawn.x + drawn.width - 8, drawn.y + 20)
    await page.mouse.down()
    await page.mouse.move(drawn.x + drawn.width / 2, drawn.y + 20, { steps: 5 })
    await page.mouse.up()
    await poll(() => limit('high')).toBeLessThan(1000)
    expect(await limit('high')).toBeGreaterThan(400)
    expect(await limit('low')).toBe(200)
    // All pixels but two are of 200 ADU.
    await page.getByTestId('auto-contrast').click()
    await poll(() => limit('high')).toBe(201)
    expect(await limit('low')).toBe(200)
  })

  test('keep the pixel under the cursor when the wheel zooms, and read it out', async ({ page }) => {
    await showsFrame(page, 1)
    await knownContrast(page)
    const middle = await inWindow(page, centre(bright))
    // Browsers tell the wheel's place in whole pixels.
    const cursor = { x: Math.round(middle.x), y: Math.round(middle.y) }
    const before = await placeOf(page)
    const target = { x: bright.x + 0.5 + (cursor.x - middle.x) / before.scale, y: bright.y + 0.5 + (cursor.y - middle.y) / before.scale }
    await page.mouse.move(cursor.x, cursor.y)
    await page.mouse.wheel(0, -300)
    await poll(async () => (await placeOf(page)).scale).toBeGreaterThan(before.scale * 1.5)
    const after = await inWindow(page, target)
    expect(after.x).toBeCloseTo(cursor.x, 3)
    expect(after.y).toBeCloseTo(cursor.y, 3)
    // (1200 − 100) ADU at 6 ADU a photon.
    await poll(() => page.getByTestId('cursor-readout').textContent()).toContain('183.3 photons')
    const line = (await page.getByTestId('cursor-readout').textContent())!
    expect(line).toContain(`x ${Math.round(100 * target.x)} nm, y ${Math.round(100 * target.y)} nm`)
    expect(line).toContain('pixel 5, 3')
    expect(line.replaceAll('\u202F', '')).toContain('1200 ADU')
    // Zoomed, the left button moves the frame.
    await page.mouse.down()
    await page.mouse.move(cursor.x + 60, cursor.y + 25, { steps: 4 })
    await page.mouse.up()
    const moved = await inWindow(page, target)
    expect(moved.x - after.x).toBeCloseTo(60, 0)
    expect(moved.y - after.y).toBeCloseTo(25, 0)
    await page.keyboard.press('f')
    await poll(() => placeOf(page)).toEqual(before)
  })

  test('have a scale bar of its length', async ({ page }) => {
    await showsFrame(page, 1)
    const bar = page.getByTestId('scale-bar')
    const nm = Number(await bar.getAttribute('data-nm'))
    const drawn = (await bar.locator('.line').boundingBox())!.width
    expect(drawn).toBeCloseTo((nm / 100) * (await placeOf(page)).scale, 0)
    await expect(bar.textContent()).resolves.toContain(nm >= 1000 ? `${nm / 1000} µm` : `${nm} nm`)
  })

  test('are stepped through by keys, buttons and number, and played', async ({ page }) => {
    await showsFrame(page, 1)
    const keys: [string, number][] = [['ArrowRight', 2], ['ArrowRight', 3], ['Shift+ArrowRight', 13], ['ArrowLeft', 12], ['Shift+ArrowLeft', 2], ['End', 60], ['ArrowRight', 60], ['Home', 1]]
    for (const [key, number] of keys) {
      await page.keyboard.press(key)
      await showsFrame(page, number)
    }
    await page.getByTestId('next').click()
    await showsFrame(page, 2)
    await fill(page, 'frame-number', '41')
    await showsFrame(page, 41)
    await page.getByTestId('histogram').click({ position: { x: 100, y: 5 } })
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.keyboard.press('Space')
    await page.getByTestId('play').and(page.getByLabel('Pause')).waitFor()
    await poll(async () => Number(await box(page).getAttribute('data-frame'))).toBeGreaterThan(46)
    await page.keyboard.press('Space')
    await page.getByTestId('play').and(page.getByLabel('Play')).waitFor()
  })

  test('follow the slider, and what stands on the screen is the slider’s frame in the end', async ({ page }) => {
    await showsFrame(page, 1)
    await knownContrast(page)
    const slider = (await page.getByTestId('frame-slider').boundingBox())!
    const y = slider.y + slider.height / 2
    await page.mouse.move(slider.x + 12, y)
    await page.mouse.down()
    for (const share of [0.2, 0.5, 0.9, 0.3, 0.7]) await page.mouse.move(slider.x + share * slider.width, y, { steps: 8 })
    await page.mouse.up()
    const number = Number(await page.getByTestId('frame-number').locator('input').inputValue())
    expect(number).toBeGreaterThan(35)
    await showsFrame(page, number)
    const grey = Math.round((10 * (number - 1) * 255) / 1000)
    await poll(async () => Math.abs((await coloursAt(page, [centre(counter)]))[0][0] - grey)).toBeLessThanOrEqual(1)
  })

  test('are drawn by the graphics card as by the processor, also after its context was lost', async ({ page, problems }) => {
    problems.expect(/WebGL|CONTEXT_LOST/i)
    await showsFrame(page, 1)
    await knownContrast(page)
    const screen = async (): Promise<Uint8Array> => decode(await page.getByTestId('frame-canvas').screenshot()).data as Uint8Array
    for (const zooms of [0, 3, -9]) {
      await box(page).dblclick()
      await box(page).hover()
      for (let i = 0; i < Math.abs(zooms); i++) await page.mouse.wheel(0, -Math.sign(zooms) * 200)
      await drawBy(page, 'Processor')
      await showsFrame(page, 1)
      await settled(screen)
      const processor = await screen()
      await drawBy(page, 'Graphics card')
      await settled(screen)
      const card = await screen()
      // At edges between pixels either may have the one or the other.
      const other = card.reduce((count, value, i) => count + (Math.abs(value - processor[i]) > 1 ? 1 : 0), 0)
      expect(other / card.length).toBeLessThan(0.002)
    }
    await box(page).dblclick()
    await poll(() => coloursAt(page, [centre(bright)])).toEqual([[255, 255, 255]])
    await page.getByTestId('frame-canvas').evaluate(async (canvas: HTMLCanvasElement) => {
      const loss = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!
      const lost = new Promise((resolve) => { canvas.addEventListener('webglcontextlost', resolve, { once: true }) })
      loss.loseContext()
      await lost
      setTimeout(() => loss.restoreContext(), 50)
      await new Promise((resolve) => { canvas.addEventListener('webglcontextrestored', resolve, { once: true }) })
    })
    await poll(() => coloursAt(page, [centre(bright)])).toEqual([[255, 255, 255]])
    await page.keyboard.press('ArrowRight')
    await showsFrame(page, 2)
    expect(await coloursAt(page, [centre(bright), centre({ x: 20, y: 20 })])).toEqual([[255, 255, 255], [0, 0, 0]])
  })

  test('of another movie come to the same place', async ({ page, folders }) => {
    await writeSmallMovie(folders.root, { name: 'second.tif', frames: 5 })
    await showsFrame(page, 1)
    await page.evaluate(() => {
      const sizes = new Set<string>()
      Object.assign(window, { sizes })
      new ResizeObserver(([{ contentRect: { width, height } }]) => { sizes.add(`${width}×${height}`) }).observe(document.querySelector('[data-testid=frame-box]')!)
    })
    await page.keyboard.press('Control+o')
    await page.getByTestId('file-second.tif').dblclick()
    await page.getByTestId('movie-tabs').getByText('second.tif').waitFor()
    await showsFrame(page, 1)
    // What stands around the frame has come by then.
    await page.getByTestId('cursor-readout').getByText('pixels of').waitFor()
    expect(await page.evaluate(() => (window as unknown as { sizes: Set<string> }).sizes.size)).toBe(1)
  })

  test('can have a region drawn on them, moved and typed', async ({ page, picture }) => {
    await showsFrame(page, 1)
    await page.keyboard.press('r')
    const drag = async (from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
      const [a, b] = [await inWindow(page, from), await inWindow(page, to)]
      await page.mouse.move(a.x, a.y)
      await page.mouse.down()
      await page.mouse.move(b.x, b.y, { steps: 5 })
      await page.mouse.up()
    }
    const numbers = async (): Promise<number[]> => {
      const values: number[] = []
      for (const name of ['left', 'top', 'width', 'height']) values.push(Number(await page.getByTestId(`region-${name}`).locator('input').inputValue()))
      return values
    }
    await drag({ x: 4.5, y: 6.5 }, { x: 19.5, y: 16.5 })
    expect(await numbers()).toEqual([4, 6, 16, 11])
    await drag({ x: 12, y: 11 }, { x: 15, y: 12 })
    expect(await numbers()).toEqual([7, 7, 16, 11])
    await fill(page, 'region-width', '20')
    expect(await numbers()).toEqual([7, 7, 20, 11])
    expect(await page.getByTestId('region-size').textContent()).toBe('2.00 × 1.10 µm')
    await picture('movie-region')
    await page.getByTestId('region-clear').click()
    expect(await page.getByTestId('region-clear').count()).toBe(0)
  })

  test('can be used by everybody (WCAG 2 AA)', async ({ page }) => {
    await showsFrame(page, 1)
    expect(await accessibilityBreaches(page, '[data-panel=movie]')).toEqual([])
  })
})

describe('a longer movie', () => {
  test.override('startArgs', () => async ({ root }) => [await writeKnownMovie(root, 300)])

  test('that cannot be read any more say which file has what problem', async ({ page, folders, picture }) => {
    await showsFrame(page, 1)
    await truncate(join(folders.root, 'known.tif'), 40_000)
    await page.keyboard.press('End')
    const error = page.getByTestId('frame-error')
    await error.waitFor()
    expect(await error.textContent()).toContain('known.tif')
    await picture('movie-error')
    await writeKnownMovie(folders.root, 300)
    await error.getByRole('button').click()
    await showsFrame(page, 300)
    expect(await error.count()).toBe(0)
  })
})

test('its networks are opened while a movie is being chosen', async ({ page }) => {
  await page.getByTestId('threshold-a').waitFor()
  await page.getByTestId('open').click()
  await page.getByTestId('provider-in-use').waitFor()
  expect(await page.getByTestId('file-choose').isVisible()).toBe(true)
})

describe('the preview', () => {
  test.override('startArgs', () => async ({ root }) => [(await writeSmallMovie(root, { frames: 12 })).movie])

  const count = async (page: Page): Promise<number> => Number(await page.getByTestId('count-a').textContent())
  const answered = (page: Page): Promise<void> => poll(() => count(page)).toBeGreaterThan(0)

  test('marks detections on the frame; a higher threshold answers with fewer', async ({ page, picture }) => {
    await showsFrame(page, 1)
    await answered(page)
    const before = await count(page)
    const slider = page.getByTestId('threshold-a').getByRole('slider')
    await slider.focus()
    await page.keyboard.press('Home')
    await poll(() => count(page)).toBeGreaterThan(before)
    const most = await count(page)
    await page.keyboard.press('End')
    await poll(() => count(page)).toBeLessThan(most)
    await picture('movie-preview')
  })

  test('follows the frame', async ({ page }) => {
    await showsFrame(page, 1)
    await answered(page)
    await page.keyboard.press('Home')
    for (let number = 2; number <= 12; number++) {
      await page.keyboard.press('ArrowRight')
      await showsFrame(page, number)
    }
    await page.getByTestId('preview-time').waitFor()
  })

  test('explains the frame: the residual is drawn in the colours around zero', async ({ page, picture }) => {
    await showsFrame(page, 1)
    await answered(page)
    await page.getByTestId('mode-all').click()
    await page.getByTestId('residual-legend').waitFor()
    await picture('movie-residual')
    await page.getByTestId('mode-residual').click()
    await page.getByTestId('layer-a').locator('input').uncheck()
    await page.mouse.move(1, 1)
    const table = colourTable(berlin)
    const known = new Set(Array.from({ length: 256 }, (_, i) => [...table.subarray(3 * i, 3 * i + 3)].map(Math.round).join(' ')))
    const places = Array.from({ length: 25 }, (_, i) => ({ x: 20.5 + 6 * (i % 5), y: 20.5 + 6 * Math.floor(i / 5) }))
    await poll(async () => (await coloursAt(page, places)).filter((colour) => !known.has(colour.join(' ')))).toEqual([])
    // Where nothing is, frame and model differ by noise alone: both signs.
    const colours = await coloursAt(page, places)
    expect(colours.filter(([red, , blue]) => blue > red + 5).length).toBeGreaterThan(0)
    expect(colours.filter(([red, , blue]) => red > blue + 5).length).toBeGreaterThan(0)
  })
})

describe('marks', () => {
  // nm. The truth's first emitter is found by A, 240 nm away, the second by B alone; a detection each is no emitter's.
  const truth = [{ x: 1500, y: 1500 }, { x: 2500, y: 1000 }]
  const found = { a: [{ x: 1740, y: 1500 }, { x: 3100, y: 2200 }], b: [{ x: 2500, y: 1150 }, { x: 900, y: 2200 }] }

  test.override('startArgs', () => async ({ root }) => {
    const emitters = createEmitters(truth.length)
    truth.forEach(({ x, y }, row) => {
      for (const [name, value] of Object.entries({ id: row, x, y, z: 100, photons: 5000 })) emitters[name as 'x'][row] = value
    })
    await writeFile(join(root, 'known.truth.csv'), [...writeTruth(emitters)].join(''))
    for (const [name, points] of Object.entries(found)) {
      const table = createLocalizations(points.length)
      points.forEach(({ x, y }, row) => {
        for (const [column, value] of Object.entries({ x, y, z: 100, photons: 4800, background: 17, sigma_x: 250, sigma_y: 60, sigma_z: 40, sigma_photons: 90, probability: 0.9 })) table[column as 'x'][row] = value
      })
      await writeFile(join(root, `${name}.csv`), [...writeThunderstorm(table)].join(''))
    }
    return [await writeKnownMovie(root)]
  })

  /** Which marks' colours stand within two pixels of places in the window, given as nm and CSS pixels from there. */
  async function looksAt(page: Page, places: readonly { x: number; y: number; right?: number; down?: number }[]): Promise<string[][]> {
    const { data, width: wide, channels } = decode(await page.screenshot())
    const all: string[][] = []
    for (const { x, y, right = 0, down = 0 } of places) {
      const at = await inWindow(page, { x: x / 100, y: y / 100 })
      const seen = new Set<string>()
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) {
          const pixel = (Math.floor(at.y + down + dy) * wide + Math.floor(at.x + right + dx)) * channels
          for (const [name, { colour }] of Object.entries(looks)) {
            if (colourShares(colour).every((share, i) => Math.abs(255 * share - data[pixel + i]) < 35)) seen.add(name)
          }
        }
      }
      all.push([...seen].sort())
    }
    return all
  }

  test('stand at their places in their colours: detections, truth, pairs, false positives, missed, σ', async ({ page, picture }) => {
    await showsFrame(page, 1)
    await page.getByTestId('truth-beside').click()
    await page.getByTestId('truth-beside').waitFor({ state: 'hidden' })
    for (const name of ['a', 'b']) {
      await page.keyboard.press('Control+Shift+o')
      await page.getByTestId(`file-${name}.csv`).click()
      await page.getByTestId('file-choose').click()
      await page.getByTestId('import-accept').click()
    }
    await page.getByTestId('panels').click()
    await page.getByTestId('show-movie').click()
    await knownContrast(page)
    await poll(() => page.getByTestId('outcome-a').textContent()).toBe('1 right, 1 false, 1 missed')
    await poll(() => page.getByTestId('outcome-b').textContent()).toBe('1 right, 1 false, 1 missed')
    const [matchedA, falseA] = found.a
    const [matchedB, falseB] = found.b
    const r = Math.min(Math.max((await placeOf(page)).scale * 0.9, 4), 14)
    const switchLayer = (name: string, on: boolean): Promise<void> => page.getByTestId(`layer-${name}`).locator('input').setChecked(on)

    // B is a square with a corner, its false positive in a triangle; the emitter that only A missed has the left half of a diamond.
    await page.mouse.move(1, 1)
    await poll(() => looksAt(page, [
      { ...falseA, down: -r }, { ...falseB, right: 0.85 * r, down: -0.85 * r }, { ...falseB, down: -0.85 * r }, { ...truth[0] },
      { ...falseA, down: -1.15 * (r + 5) }, { ...falseB, down: -1.15 * (r + 5) },
      { ...truth[1], right: -(r + 4) / 2, down: -(r + 4) / 2 }, { ...truth[0], right: (r + 4) / 2, down: -(r + 4) / 2 },
      { x: 600, y: 600 }, { x: 3600, y: 1500 },
    ])).toEqual([['a'], ['b'], ['b'], ['truth'], ['falsePositive'], ['falsePositive'], ['missed'], ['missed'], [], []])
    await picture('movie-marks')
    const paints = await countPaints(page)

    // Between the marks of an emitter and its detection there is nothing but the line that joins them, in the detection's colour.
    await switchLayer('errors', false)
    const between = [{ x: truth[0].x + 0.42 * (matchedA.x - truth[0].x), y: truth[0].y }]
    await page.mouse.move(1, 1)
    await poll(() => looksAt(page, between)).toEqual([['a']])
    await switchLayer('pairs', false)
    await page.mouse.move(1, 1)
    await poll(() => looksAt(page, between)).toEqual([[]])
    // σ is 250 nm along x and 60 nm along y.
    const ends = [{ x: falseA.x + 250, y: falseA.y }, { x: falseB.x - 250, y: falseB.y }, { x: falseA.x, y: falseA.y + 250 }]
    expect(await looksAt(page, ends)).toEqual([[], [], []])
    await switchLayer('sigma', true)
    await page.mouse.move(1, 1)
    await poll(() => looksAt(page, ends)).toEqual([['a'], ['b'], []])
    await switchLayer('sigma', false)
    // The frame below them has not changed.
    expect(await paints()).toBe(0)
    await fill(page, 'contrast-high', '1300')
    await poll(paints).toBe(1)

    // A click reads the mark out in full, and what it was matched with.
    const at = await inWindow(page, { x: matchedA.x / 100, y: matchedA.y / 100 })
    await page.mouse.click(at.x, at.y)
    const text = async (): Promise<string> => ((await page.getByTestId('picked').textContent()) ?? '').replaceAll('\u202F', '')
    await poll(text).toContain('1740')
    for (const value of ['A, row 1', '1500', '100', '4800', '17', '250', '60', '40', '90', '0.9', '240']) expect(await text()).toContain(value)
    await page.mouse.move(1, 1)
    await poll(() => looksAt(page, [{ ...matchedA, down: r + 6 }, { ...matchedB, down: r + 6 }])).toEqual([['selected'], []])
  })
})

describe('large frames', () => {
  const side = 1100
  /** Columns of 0 and 1000 ADU in turn. */
  test.override('startArgs', () => async ({ root }) => {
    const path = join(root, 'large.tif')
    const writer = await createTiffWriter(path, { width: side, height: side, pixelType: 'uint16' })
    for (let frame = 0; frame < 8; frame++) await writer.append(Uint16Array.from({ length: side * side }, (_, i) => 1000 * (i % 2)))
    await writer.close()
    await writeFile(join(root, 'large.json'), JSON.stringify({ pixelSize: 100, camera: challengeCamera }))
    return [path]
  })

  test('are shown smaller by the mean of the pixels under a screen pixel', async ({ page }) => {
    await showsFrame(page, 1)
    await page.getByTestId('preview-switch').locator('input').uncheck()
    await fill(page, 'contrast-high', '1000')
    await fill(page, 'contrast-low', '0')
    await page.mouse.move(1, 1)
    expect((await placeOf(page)).scale).toBeGreaterThan(0.5)
    expect((await placeOf(page)).scale).toBeLessThan(1)
    const places = Array.from({ length: 40 }, (_, i) => ({ x: 100 + 23.7 * i, y: 80 + 17.3 * i }))
    await poll(() => coloursAt(page, places)).toEqual(places.map(() => [128, 128, 128]))
    // At one screen pixel a frame pixel each column has its own colour.
    await page.getByTestId('full').click()
    await page.mouse.move(1, 1)
    await poll(() => coloursAt(page, [{ x: 550.5, y: 550.5 }, { x: 551.5, y: 550.5 }])).toEqual([[0, 0, 0], [255, 255, 255]])
  })

  test('have their picture before a network runs on them', async ({ page }) => {
    let hold = false
    const held: (() => void)[] = []
    await page.route('**/call', async (route) => {
      if (hold) await new Promise<void>((resolve) => { held.push(resolve) })
      await route.continue()
    })
    await showsFrame(page, 1)
    // The frames that the engine is asked to run a network on from now on, with the frame in sight then.
    await page.evaluate(() => {
      interface Stores { get(name: 'engine'): { $onAction(listener: (action: { name: string; args: [string, { frame: number }] }) => void, detached: boolean): void } }
      const stores = (document.querySelector('#app') as unknown as { __vue_app__: { config: { globalProperties: { $pinia: { _s: Stores } } } } }).__vue_app__.config.globalProperties.$pinia._s
      const seen: string[] = []
      Object.assign(window, { seen })
      stores.get('engine').$onAction(({ name, args: [call, { frame }] }) => {
        if (name === 'call' && call === 'preview') seen.push(`${frame + 1} while ${document.querySelector<HTMLElement>('[data-testid=frame-box]')!.dataset.frame} is in sight`)
      }, true)
    })
    const asked = (): Promise<string[]> => page.evaluate(() => (window as unknown as { seen: string[] }).seen)
    hold = true
    await fill(page, 'frame-number', '7')
    await poll(() => held.length).toBeGreaterThan(0)
    // Longer than a person looks before the network runs.
    await page.waitForTimeout(1500)
    expect((await asked()).filter((one) => one.startsWith('7'))).toEqual([])
    hold = false
    for (const go of held) go()
    await poll(asked).toContain('7 while 7 is in sight')
  })
})

describe('very large frames', () => {
  const side = 1600
  /** Columns of 0 and 1000 ADU in turn; a block that tells the frame. */
  test.override('startArgs', () => async ({ root }) => {
    const path = join(root, 'huge.tif')
    const writer = await createTiffWriter(path, { width: side, height: side, pixelType: 'uint16' })
    for (let frame = 0; frame < 4; frame++) await writer.append(Uint16Array.from({ length: side * side }, (_, i) => (i % side < 100 && i < 100 * side ? 250 * frame : 1000 * (i % 2))))
    await writer.close()
    await writeFile(join(root, 'huge.json'), JSON.stringify({ pixelSize: 100, camera: challengeCamera }))
    return [path]
  })

  test('come with as many pixels as the view has place for while they change; then all pixels follow, for what reads them', async ({ page }) => {
    let hold = false
    const held: (() => void)[] = []
    await page.route('**/call', async (route) => {
      const [name, { binning }] = unpackMessage(route.request().postDataBuffer()!) as [string, { binning?: number }]
      if (hold && name === 'frames' && binning === 1) await new Promise<void>((resolve) => { held.push(resolve) })
      await route.continue()
    })
    await showsFrame(page, 1)
    await page.getByTestId('preview-switch').locator('input').uncheck()
    await fill(page, 'contrast-high', '1000')
    await fill(page, 'contrast-low', '0')
    expect((await placeOf(page)).scale).toBeLessThan(0.5)
    const readOut = (): Promise<string | null> => page.getByTestId('cursor-readout').textContent()
    const places = [{ x: 50, y: 50 }, ...Array.from({ length: 40 }, (_, i) => ({ x: 150 + 35.7 * i, y: 180 + 33.3 * i }))]
    hold = true
    await fill(page, 'frame-number', '4')
    await poll(() => box(page).getAttribute('data-frame')).toBe('4')
    expect(await box(page).getAttribute('data-binning')).toBe('2')
    await page.mouse.move(1, 1)
    await poll(() => coloursAt(page, places)).toEqual([[191, 191, 191], ...places.slice(1).map(() => [128, 128, 128])])
    const at = await inWindow(page, { x: 51.5, y: 51.5 })
    await page.mouse.move(at.x, at.y)
    await poll(readOut).toContain('… ADU')
    await poll(() => held.length).toBe(1)
    hold = false
    held[0]()
    await poll(() => box(page).getAttribute('data-binning')).toBe('1')
    await poll(readOut).toContain('750 ADU')
    await page.mouse.move(1, 1)
    // The mean of three columns now, one or two of which are bright.
    await poll(async () => [...new Set((await coloursAt(page, places)).map(([gray]) => gray))].sort((a, b) => a - b)).toEqual([85, 170, 191])
    // Limits by the pixels, not by their means, which are all the same.
    hold = true
    await fill(page, 'frame-number', '2')
    await poll(() => box(page).getAttribute('data-frame')).toBe('2')
    await page.getByTestId('auto-contrast').click()
    expect(await box(page).getAttribute('data-binning')).toBe('2')
    hold = false
    for (const go of held) go()
    await poll(() => page.getByTestId('contrast-high').locator('input').inputValue()).toBe('1000')
    expect(await page.getByTestId('contrast-low').locator('input').inputValue()).toBe('0')
    // One screen pixel a frame pixel: every pixel is asked for at once.
    await page.getByTestId('full').click()
    await fill(page, 'frame-number', '3')
    await poll(() => box(page).getAttribute('data-frame')).toBe('3')
    expect(await box(page).getAttribute('data-binning')).toBe('1')
    await page.mouse.move(1, 1)
    await poll(() => coloursAt(page, [{ x: 800.5, y: 800.5 }, { x: 801.5, y: 800.5 }])).toEqual([[0, 0, 0], [255, 255, 255]])
  })
})

describe('the sample', () => {
  test('is one click away, with its truth as marks, and a click on a mark reads it out', async ({ page, picture }) => {
    await page.getByTestId('empty-sample').click()
    await poll(async () => Number(await page.getByTestId('count-truth').textContent())).toBeGreaterThan(0)
    await poll(() => page.getByTestId('outcome-a').textContent()).toMatch(/\d+ right, \d+ false, \d+ missed/)
    await page.getByTestId('layer-a').locator('input').uncheck()
    const { scale, x, y } = await placeOf(page)
    // Every place of the frame is tried until a mark is there.
    const { width: wide, height: high } = (await box(page).boundingBox())!
    let found = false
    for (let row = 0; row < 16 && !found; row++) {
      for (let column = 0; column < 16 && !found; column++) {
        await box(page).click({ position: { x: x + ((wide - 2 * x) * (column + 0.5)) / 16, y: y + ((high - 2 * y) * (row + 0.5)) / 16 } })
        // The title stands there at once; what is under it comes in its turn.
        found = (await page.getByRole('button', { name: 'Picked' }).count()) > 0
      }
    }
    expect(found).toBe(true)
    const nm = async (name: string): Promise<number> => Number((await page.getByTestId(`picked-${name}`).textContent())!.replaceAll('\u202F', '').replace('−', '-').replace(' nm', ''))
    const at = { x: (await nm('x')) / 100, y: (await nm('y')) / 100 }
    expect(await page.getByTestId('picked').textContent()).toContain('Truth')
    await picture('movie-picked')
    // The cross stands at the emitter: white in its middle.
    await page.mouse.move(1, 1)
    expect(scale).toBeGreaterThan(1)
    expect(await coloursAt(page, [at])).toEqual([[255, 255, 255]])
  })
})
