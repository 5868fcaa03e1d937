// The window in a browser, from its start.
import { describe, expect } from 'vitest'
import { accessibilityBreaches } from './accessibility.ts'
import { test } from './story.ts'

describe('the window', () => {
  test('opens from the printed address and hides the token again', async ({ page, web, picture }) => {
    expect(page.url()).not.toContain('token')
    expect(await page.title()).toBe('StructLoc')
    expect(web.stdout()).toBe(`StructLoc at ${web.url}\n`)
    const box = await page.locator('.v-application').boundingBox()
    expect(box).toMatchObject({ width: 1280 })
    await picture('window')
  })

  test('can be used by everybody before a movie is open (WCAG 2 AA)', async ({ page }) => {
    expect(await accessibilityBreaches(page)).toEqual([])
  })
})
