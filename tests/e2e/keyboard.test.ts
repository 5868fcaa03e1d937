// The way from a movie to its scores without a pointer, and where the keyboard is on it.
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { writeSmallMovie } from './movies.ts'
import { test } from './story.ts'

interface Stop {
  name: string
  ringed: boolean
}

/** Where the keyboard is; undefined: nowhere. A field shows it by its outline, a box by a ring around what stands for it. */
function stop(page: Page): Promise<Stop | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return undefined
    const name = element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent ?? ''
    const seen = element.closest('.v-selection-control')?.querySelector('.v-selection-control__input') ?? element
    const { outlineStyle, outlineWidth } = getComputedStyle(seen)
    return { name: name.trim(), ringed: element.closest('.v-field--focused, .grid') !== null || (outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2) }
  })
}

/** Presses Tab until it is there. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = []
  for (let i = 0; i < 100; i++) {
    await page.keyboard.press('Tab')
    const at = await stop(page)
    if (at?.name === name) return
    passed.push(at?.name ?? '–')
  }
  throw new Error(`Tab does not lead to '${name}', but over ${passed.join(', ')}.`)
}

/** Goes down a list to the entry that begins so. */
async function arrowDownTo(page: Page, words: string): Promise<void> {
  for (let i = 0; i < 20 && !(await stop(page))?.name.startsWith(words); i++) await page.keyboard.press('ArrowDown')
}

async function openByKeyboard(page: Page): Promise<void> {
  await page.keyboard.press('Control+o')
  await page.getByTestId('file-filaments.tif').waitFor()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await page.getByTestId('frame-canvas').waitFor()
}

describe('the keyboard', () => {
  test('comes round all that can be used, and is seen wherever it is', async ({ page, folders }) => {
    await writeSmallMovie(folders.root, { frames: 3 })
    await openByKeyboard(page)
    const stops: Stop[] = []
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press('Tab')
      const at = await stop(page)
      if (!at && stops.length > 0) break
      if (at) stops.push(at)
    }
    expect(stops.filter(({ ringed }) => !ringed)).toEqual([])
    expect(stops.map(({ name }) => name)).toEqual(expect.arrayContaining(['Open', 'Panels', 'Closer', 'Darkest', 'Show the truth', 'Next frame', 'Play', 'Model A', 'Threshold of model A', 'Batch', 'Baseline', 'Localize']))
    expect(stops.length).toBeLessThan(120)
  })

  test('goes the whole way: movie, truth, second model, run, scores', async ({ page, folders, picture }) => {
    await writeSmallMovie(folders.root, { frames: 8 })
    await openByKeyboard(page)
    await tabTo(page, 'Open its truth')
    await page.keyboard.press('Enter')
    await page.getByTestId('count-truth').getByText(/^[0-9]+$/).waitFor()
    await tabTo(page, 'Model B')
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: 'Microtubules, 5000' }).first().waitFor()
    await arrowDownTo(page, 'Microtubules, 5000')
    await page.keyboard.press('Enter')
    await page.getByTestId('choose-b').getByText('Microtubules, 5000').waitFor()
    await page.keyboard.press('Control+l')
    await page.waitForFunction(() => document.querySelectorAll('[data-testid^=job-][data-state=done]').length === 2)
    await tabTo(page, 'Panels')
    await page.keyboard.press('Enter')
    await page.getByTestId('show-comparison').waitFor()
    await arrowDownTo(page, 'Comparison')
    expect(await stop(page)).toEqual({ name: 'Comparison', ringed: true })
    await page.keyboard.press('Enter')
    const jaccard = page.getByTestId('score-jaccard').locator('td[data-value]')
    await jaccard.nth(1).waitFor()
    expect(Number(await jaccard.first().getAttribute('data-value'))).toBeGreaterThan(20)
    await picture('by keyboard alone')
  })
})
