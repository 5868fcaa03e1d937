// The window in a browser, from its start.
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { openWindow, test } from './story.ts'

describe('the window', () => {
  test('opens from the printed address and hides the token again', async ({ page, web, picture }) => {
    expect(page.url()).not.toContain('token')
    expect(await page.title()).toBe('StructLoc')
    expect(web.stdout()).toBe(`StructLoc at ${web.url}\n`)
    const box = await page.locator('.v-application').boundingBox()
    expect(box).toMatchObject({ width: 1280 })
    await picture('window')
  })

  test('says what a thing is when the pointer rests on it or the keyboard comes to it, and is silent again', async ({ page, picture }) => {
    const tip = page.getByRole('tooltip')
    await page.getByTestId('open').hover()
    await expect.poll(() => tip.textContent()).toBe('Open a movie (Ctrl+O)')
    const [thing, label] = [await page.getByTestId('open').boundingBox(), await tip.boundingBox()]
    expect(label!.y).toBeGreaterThanOrEqual(thing!.y + thing!.height)
    expect(await accessibilityBreaches(page)).toEqual([])
    await picture('tip')
    await page.keyboard.press('Escape')
    expect(await tip.count()).toBe(0)
    // It does not come again while the pointer stays.
    await page.mouse.move(thing!.x + 5, thing!.y + 5)
    await page.waitForTimeout(600)
    expect(await tip.count()).toBe(0)

    await page.mouse.move(600, 690)
    await page.keyboard.press('Tab')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-describedby'))).toBe('tip')
    expect(await tip.textContent()).toBe('Open a movie (Ctrl+O)')
    await page.keyboard.press('Tab')
    expect(await tip.count()).toBe(0)
    expect(await page.getByTestId('open').getAttribute('aria-describedby')).toBeNull()
  })

  test('can be used by everybody before a movie is open (WCAG 2 AA)', async ({ page }) => {
    expect(await accessibilityBreaches(page)).toEqual([])
  })
})

test('keeps the arrangement of its panels, and has its first one again when asked', async ({ page, picture }) => {
  const tabs = page.locator('.dv-tab')
  const first = ['Movie', 'Comparison', '3D', 'Table', 'Training', 'Calibration', 'Spike-in test', 'Help', 'Models', 'Jobs']
  await expect.poll(() => tabs.allInnerTexts()).toEqual(first)
  const visible = async (): Promise<(string | null)[]> => {
    const panels = await page.locator('[data-panel]').all()
    const seen = await Promise.all(panels.map(async (panel) => (await panel.isVisible() ? panel.getAttribute('data-panel') : null)))
    return seen.filter((id) => id !== null).sort()
  }
  await expect.poll(visible).toEqual(['jobs', 'models', 'movie'])
  await picture('first arrangement')

  await tabs.filter({ hasText: 'Training' }).focus()
  await page.keyboard.press('Delete')
  await tabs.filter({ hasText: 'Table' }).click()
  await page.reload()
  await expect.poll(() => tabs.allInnerTexts()).toEqual(first.filter((title) => title !== 'Training'))
  await expect.poll(visible).toEqual(['jobs', 'models', 'table'])

  await page.getByTestId('panels').click()
  await page.getByText('Default arrangement').click()
  await expect.poll(() => tabs.allInnerTexts()).toEqual(first)
  await expect.poll(visible).toEqual(['jobs', 'models', 'movie'])
})

describe('a key that is pressed as soon as anything of the window is there', () => {
  for (const [keys, title] of [[{ key: 'o' }, 'Open movies'], [{ key: 'O', shiftKey: true }, 'Open tables']] as const) {
    test(`opens its dialog: ${title}`, async ({ blankPage: { page }, web }) => {
      await page.addInitScript((pressed) => {
        new MutationObserver((_, observer) => {
          if (!document.querySelector('.v-application')) return
          observer.disconnect()
          document.body.dispatchEvent(new KeyboardEvent('keydown', { ...pressed, ctrlKey: true, bubbles: true }))
        }).observe(document, { childList: true, subtree: true })
      }, keys)
      await openWindow(page, web.url)
      await page.getByRole('dialog', { name: title }).waitFor()
    })
  }
})

describe('a movie that takes its time', () => {
  test.override('startArgs', () => async (folders) => [(await writeSmallMovie(folders.root, { name: 'slow.tif', frames: 6 })).movie])

  for (const [what, choose] of [
    ['in the menu', async (page: Page) => {
      await page.getByTestId('panels').click()
      await page.getByTestId('show-table').click()
    }],
    ['by its tab', (page: Page) => page.locator('.dv-tab', { hasText: 'Table' }).click()],
  ] as const) {
    test(`leaves the panel in front that was chosen ${what} meanwhile`, async ({ blankPage: { page }, web }) => {
      let answer: () => void
      const answered = new Promise<void>((resolve) => { answer = resolve })
      await page.routeWebSocket(/./, (socket) => {
        const engine = socket.connectToServer()
        engine.onMessage((message) => { void answered.then(() => socket.send(message)) })
      })
      await openWindow(page, web.url)
      await choose(page)
      const table = page.getByText('No table yet')
      await table.waitFor()
      answer!()
      await page.getByTestId('movie-tabs').getByText('slow.tif').waitFor()
      // Time enough for the movie to come to the front.
      await page.waitForTimeout(1000)
      expect(await table.isVisible()).toBe(true)
      expect(await page.locator('[data-panel=movie]').isVisible()).toBe(false)
    })
  }

  test('and is named only after another panel was chosen does not come before it', async ({ blankPage: { page }, web }) => {
    let name: () => void
    const named = new Promise<void>((resolve) => { name = resolve })
    await page.route(/\/session$/, async (route) => {
      await named
      await route.continue()
    })
    await openWindow(page, web.url)
    await page.locator('.dv-tab', { hasText: 'Table' }).click()
    await page.getByText('No table yet').waitFor()
    name!()
    await page.getByTestId('movie-tabs').getByText('slow.tif').waitFor()
    await page.waitForTimeout(1000)
    expect(await page.locator('[data-panel=movie]').isVisible()).toBe(false)
  })

  test('comes to the front where nothing was chosen', async ({ page }) => {
    await page.locator('[data-panel=movie] canvas').first().waitFor()
  })
})
