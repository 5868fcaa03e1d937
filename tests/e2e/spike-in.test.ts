// The spike-in test in the window: emitters added to the person's own frames, found and scored.
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { usualModel } from '../../core/model/usual-model.ts'
import { test } from './story.ts'

describe('the spike-in test', () => {
  test.override('startArgs', () => async (folders) => [(await writeSmallMovie(folders.root, { name: 'mine.tif', frames: 30 })).movie])

  test('adds emitters to a copy, scores the models on them, leaves the movie as it was and shows the copy', async ({ page, folders, picture }) => {
    const before = await stat(join(folders.root, 'mine.tif'))
    await page.getByTestId('choose-b').click()
    await page.getByRole('option', { name: 'Microtubules, 5000' }).click()
    await page.getByTestId('panels').click()
    await page.getByTestId('show-spikein').click()
    await page.getByTestId('spike-start').click()
    const scores = page.getByTestId('spike-scores')
    await scores.waitFor({ timeout: 300_000 })
    expect(await scores.locator('thead th').allTextContents()).toEqual(['', usualModel, 'microtubules-5000-50'])
    await picture('spike-in scores')
    expect(await accessibilityBreaches(page, '[data-panel=spikein]')).toEqual([])

    const document = JSON.parse(await readFile(join(folders.root, 'mine_spike-in.json'), 'utf8')) as { scores: { recall: number; found: number; added: number }[] }
    expect(document.scores).toHaveLength(2)
    for (const { recall, found, added } of document.scores) {
      expect(recall).toBeCloseTo(found / added, 6)
      // Bright emitters in a sparse movie: most are found.
      expect(recall).toBeGreaterThan(0.7)
    }
    const shown = await scores.locator('tbody tr').nth(1).locator('td').first().textContent()
    expect(shown).toContain(`${document.scores[0].found} of ${document.scores[0].added}`)

    await page.getByTestId('spike-look').click()
    await page.getByTestId('movie-tabs').locator('li').nth(1).waitFor()
    const after = await stat(join(folders.root, 'mine.tif'))
    expect([after.size, after.mtimeMs]).toEqual([before.size, before.mtimeMs])
  })
})
