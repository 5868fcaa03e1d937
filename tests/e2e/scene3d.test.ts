// The 3D view's pixels: known molecules land where they belong, in the colours of their depth; the clipping box cuts; a click picks.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from 'fast-png'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { accessibilityBreaches } from './accessibility.ts'
import { drawBy } from './preferences.ts'
import { test } from './story.ts'

// Two tight groups: low at the upper left, high at the lower right.
const groups = [{ x: 1000, y: 1000, z: -500, colour: [0x8c, 0x02, 0x73] }, { x: 5000, y: 3000, z: 500, colour: [0xb3, 0xf2, 0xfd] }] as const

async function writeGroups(folder: string): Promise<void> {
  const rows = groups.flatMap(({ x, y, z }, group) => Array.from({ length: 200 }, (_, i) => `${200 * group + i + 1},1,${x + (i % 20) - 10},${y + (i % 17) - 8},${z},1000,50,5`))
  await writeFile(join(folder, 'groups.csv'), `"id","frame","x [nm]","y [nm]","z [nm]","intensity [photon]","offset [photon]","uncertainty_xy [nm]"\n${rows.join('\n')}\n`)
}

async function openIn3d(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+O')
  await page.getByTestId('file-groups.csv').dblclick()
  await page.getByTestId('import-accept').click()
  await page.getByTestId('panels').click()
  await page.getByTestId('show-scene3d').click()
  await page.getByTestId('scene3d').getByText('400 points').waitFor()
}

/** Middle of the pixels of a colour in the view (CSS pixels), and their number. */
async function spotOf(page: Page, colour: readonly number[]): Promise<{ x: number; y: number; pixels: number }> {
  const { data, width, height, channels } = decode(await page.getByTestId('scene3d-view').screenshot())
  let [x, y, pixels] = [0, 0, 0]
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = channels * (row * width + column)
      // The colour bar, at the lower right, has these colours, too.
      if (row > height - 90 || colour.some((value, i) => Math.abs(data[at + i] - value) > 6)) continue
      x += column
      y += row
      pixels++
    }
  }
  return { x: x / pixels, y: y / pixels, pixels }
}

describe('the 3D view', () => {
  test('shows known molecules at their place, in the colours of their depth; clips and picks them', async ({ page, folders, picture }) => {
    await writeGroups(folders.root)
    await openIn3d(page)
    await page.getByTestId('view-xy').click()
    const least = page.getByRole('slider', { name: 'Least size of a point, pixels' })
    await least.focus()
    await page.keyboard.press('End')
    await expect.poll(async () => Math.min(...(await Promise.all(groups.map(({ colour }) => spotOf(page, colour)))).map(({ pixels }) => pixels)), { timeout: 60_000 }).toBeGreaterThan(20)
    await picture('3D groups')
    const [low, high] = [await spotOf(page, groups[0].colour), await spotOf(page, groups[1].colour)]
    // x to the right, y down; 4000 nm by 2000 nm at one scale.
    expect((high.x - low.x) / (high.y - low.y)).toBeCloseTo(2, 1)
    expect(high.x).toBeGreaterThan(low.x)
    // The scale bar says how long a nanometre is.
    const bar = page.getByTestId('scene3d-view').locator('.bar')
    const length = await bar.locator('i').evaluate((element) => element.getBoundingClientRect().width)
    const [, number, unit] = /([\d.]+) (nm|µm)/.exec((await bar.textContent())!)!
    const perNm = length / (Number(number) * (unit === 'µm' ? 1000 : 1))
    expect((high.x - low.x) / perNm).toBeGreaterThan(3920)
    expect((high.x - low.x) / perNm).toBeLessThan(4080)

    // From aside (XZ) z runs up.
    await page.getByTestId('view-xz').click()
    await expect.poll(async () => (await spotOf(page, groups[0].colour)).y - (await spotOf(page, groups[1].colour)).y, { timeout: 60_000 }).toBeGreaterThan(20)

    await page.getByTestId('view-xy').click()
    await expect.poll(async () => Math.abs((await spotOf(page, groups[0].colour)).x - low.x), { timeout: 60_000 }).toBeLessThan(3)
    const view = (await page.getByTestId('scene3d-view').boundingBox())!
    await page.mouse.click(view.x + low.x, view.y + low.y)
    await page.getByTestId('scene3d-view').locator('.ring').waitFor()

    // Half of the depth cut away: the low group is gone, the high one stays.
    await page.getByTestId('clip-z').getByRole('slider').first().focus()
    for (let i = 0; i < 4; i++) await page.keyboard.press('PageUp')
    await expect.poll(async () => (await spotOf(page, groups[0].colour)).pixels, { timeout: 60_000 }).toBe(0)
    expect((await spotOf(page, groups[1].colour)).pixels).toBeGreaterThan(20)
    expect(await accessibilityBreaches(page, '[data-panel=scene3d]')).toEqual([])
  })

  test('is turned and moved by keys, spins, and is saved with its scale bar and the meaning of its colours', async ({ page, folders }) => {
    await writeGroups(folders.root)
    await openIn3d(page)
    await page.getByTestId('view-xy').click()
    const places = async (): Promise<{ x: number; y: number; pixels: number }[]> => Promise.all(groups.map(({ colour }) => spotOf(page, colour)))
    await expect.poll(async () => Math.min(...(await places()).map(({ pixels }) => pixels)), { timeout: 60_000 }).toBeGreaterThan(0)
    const before = await places()
    const apart = ([low, high]: typeof before): number => Math.hypot(high.x - low.x, high.y - low.y)

    const path = join(folders.root, 'view.png')
    await page.getByTestId('scene3d-png').click()
    await page.getByTestId('file-name').locator('input').fill('view.png')
    await page.getByTestId('file-choose').click()
    await page.getByText(`Saved ${path}`).waitFor()
    const { data, width, height, channels } = decode(await readFile(path))
    const whites = (left: number, right: number): number => {
      let count = 0
      for (let row = height - 30; row < height; row++) for (let column = left; column < right; column++) if (data[channels * (row * width + column)] > 250 && data[channels * (row * width + column) + 1] > 250) count++
      return count
    }
    // The bar at the lower left is a row of white pixels; the legend's numbers at the lower right are white, too.
    expect(whites(0, width >> 1)).toBeGreaterThan(60)
    expect(whites(width >> 1, width)).toBeGreaterThan(10)

    const view = page.getByTestId('scene3d-view')
    await view.focus()
    await page.keyboard.press('-')
    await expect.poll(async () => apart(before) / apart(await places()), { timeout: 60_000 }).toBeCloseTo(1.25, 1)
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('+')
    await expect.poll(async () => (await places())[0].x - before[0].x, { timeout: 60_000 }).toBeGreaterThan(20)
    await page.keyboard.press('0')
    await expect.poll(async () => Math.abs((await places())[0].x - before[0].x), { timeout: 60_000 }).toBeLessThan(3)
    // Turned by 30° about the vertical, 4000 nm across and 1000 nm of depth are seen as 4000·cos 30° − 1000·sin 30°.
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight')
    await expect.poll(async () => {
      const [low, high] = await places()
      return (high.x - low.x) / (before[1].x - before[0].x)
    }, { timeout: 60_000 }).toBeCloseTo(0.741, 1)

    await page.getByRole('button', { name: 'Spin' }).click()
    const one = await view.screenshot()
    await expect.poll(async () => one.equals(await view.screenshot()), { timeout: 60_000 }).toBe(false)
    await page.getByRole('button', { name: 'Spin' }).click()
    await page.getByTestId('projection').click()
    await page.getByTestId('projection').getByText('Perspective').waitFor()
    // Kept for the next start.
    await page.reload()
    await page.locator('[data-testid=status] [data-state=connected]').waitFor()
    await openIn3d(page)
    await page.getByTestId('projection').getByText('Perspective').waitFor()
  })

  test('is the same by the graphics card as by the processor, and comes back, as it was looked at, when the card drops it', async ({ page, folders, problems }) => {
    problems.expect(/context/i)
    await writeGroups(folders.root)
    await openIn3d(page)
    await page.getByTestId('view-xy').click()
    await page.getByRole('slider', { name: 'Least size of a point, pixels' }).focus()
    await page.keyboard.press('End')
    const seen = async (): Promise<{ x: number; y: number; pixels: number }[]> => Promise.all(groups.map(({ colour }) => spotOf(page, colour)))
    const shown = async (): Promise<void> => {
      await expect.poll(async () => Math.min(...(await seen()).map(({ pixels }) => pixels)), { timeout: 60_000 }).toBeGreaterThan(20)
      await page.locator('[data-testid=scene3d-view][data-whole=true]').waitFor()
    }
    await shown()
    const plain = await seen()
    await drawBy(page, 'Graphics card')
    await page.getByTestId('view-xy').click()
    await shown()
    const card = await seen()
    for (const [i, { x, y, pixels }] of plain.entries()) {
      expect(Math.hypot(card[i].x - x, card[i].y - y)).toBeLessThan(1)
      expect(Math.abs(card[i].pixels / pixels - 1)).toBeLessThan(0.15)
    }

    await page.getByTestId('scene3d-view').focus()
    await page.keyboard.press('-')
    await expect.poll(async () => (await seen())[0].x - card[0].x, { timeout: 60_000 }).toBeGreaterThan(20)
    const [farther] = await seen()
    await page.getByTestId('scene3d-view').locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext())
    await expect.poll(async () => {
      const { x, y } = await spotOf(page, groups[0].colour)
      return Math.hypot(x - farther.x, y - farther.y)
    }, { timeout: 60_000 }).toBeLessThan(2)
  })
})
