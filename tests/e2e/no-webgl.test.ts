// A browser without WebGL, as on a machine without a graphics card: every view is there.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from 'fast-png'
import type { Locator } from 'playwright-core'
import { describe, expect } from 'vitest'
import { writeArrow } from '../../core/formats/arrow.ts'
import { found, randomEmitters } from '../fixtures/tables.ts'
import { launch, openWindow, test } from './story.ts'

/** Pixels that are far from black and from grey: something is drawn there in colours. */
async function colourful(view: Locator): Promise<number> {
  const { data, channels } = decode(await view.screenshot())
  let count = 0
  for (let i = 0; i < data.length; i += channels) if (Math.max(data[i], data[i + 1], data[i + 2]) > 60 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 40) count++
  return count
}

/** How many greys there are. */
async function greys(view: Locator): Promise<number> {
  const { data, channels } = decode(await view.screenshot())
  return new Set(Array.from({ length: data.length / channels }, (_, i) => data[channels * i])).size
}

describe('without WebGL', () => {
  test('frames, reconstructions and the 3D view are drawn', async ({ executable, web, folders }) => {
    await writeFile(join(folders.root, 'a.arrow'), writeArrow(found(randomEmitters(5000, 200, 6400), 12)))
    const browser = await launch(executable, ['--disable-3d-apis'])
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await openWindow(page, web.url)
      expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl2'))).toBe(null)
      await page.getByTestId('empty-sample').click()
      await page.locator('[data-testid=frame-box][data-frame="1"]').waitFor()
      await expect.poll(() => greys(page.getByTestId('frame-canvas')), { timeout: 60_000 }).toBeGreaterThan(30)
      expect(await page.getByTestId('frame-error').count()).toBe(0)

      await page.keyboard.press('Control+Shift+O')
      await page.getByTestId('file-a.arrow').dblclick()
      await page.getByTestId('import-accept').click()
      await page.getByTestId('panels').click()
      await page.getByTestId('show-comparison').click()
      await expect.poll(() => colourful(page.getByTestId('superres')), { timeout: 60_000 }).toBeGreaterThan(500)

      await page.getByTestId('panels').click()
      await page.getByTestId('show-scene3d').click()
      await page.locator('[data-testid=scene3d-view][data-whole=true]').waitFor()
      await expect.poll(() => colourful(page.getByTestId('scene3d-view')), { timeout: 60_000 }).toBeGreaterThan(1000)
      expect(await page.getByText(/WebGL|graphics/).count()).toBe(0)
    } finally {
      await browser.close()
    }
  })
})
