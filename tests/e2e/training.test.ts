// From the training panel to a model in use: a tiny network, trained on this machine in the window.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { trainerPython } from '../../electron/engine/training/trainer-python.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { test } from './story.ts'

function hasTrainer(): boolean {
  try {
    trainerPython()
    return true
  } catch {
    return false
  }
}
if (!hasTrainer()) console.error("SKIPPED: training in the window needs the trainer's Python environment (npm run setup:trainer)")


describe('the training panel', () => {
  test.override('startArgs', () => async (folders) => [(await writeSmallMovie(folders.root, { name: 'mine.tif', frames: 6 })).movie])

  test('shows structures, simulated frames beside the real one, and what the acquisition allows', async ({ page, picture }) => {
    await page.getByTestId('panels').click()
    await page.getByTestId('show-training').click()
    await page.getByTestId('advisor').waitFor()
    const brightest = (testid: string): Promise<number> => page.getByTestId(testid).evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      return data.reduce((most, value, i) => (i % 4 === 3 ? most : Math.max(most, value)), 0)
    })
    await expect.poll(() => brightest('training-frame')).toBe(255)
    await expect.poll(() => brightest('training-cloud')).toBeGreaterThan(150)
    const before = await page.getByTestId('advisor').getAttribute('aria-label')
    await page.getByTestId('training-photons').locator('input').fill('500')
    await page.getByTestId('training-photons').locator('input').press('Enter')
    // A tenth of the light: a far larger bound.
    await expect.poll(() => page.getByTestId('advisor').getAttribute('aria-label')).not.toBe(before)
    await picture('training panel')
    expect(await accessibilityBreaches(page, '[data-panel=training]')).toEqual([])
  })

  test('says what is wrong before anything is started', async ({ page }) => {
    await page.getByTestId('panels').click()
    await page.getByTestId('show-training').click()
    const density = page.getByTestId('training').getByLabel('Density from')
    await density.fill('9')
    await density.press('Enter')
    await page.getByText('The lowest density must not exceed the highest.').waitFor()
    expect(await page.getByTestId('training-start').isDisabled()).toBe(true)
  })

  test.skipIf(!hasTrainer())('trains a tiny network, pauses, goes on, and the model localizes the movie', async ({ page, folders, picture }) => {
    await page.getByTestId('panels').click()
    await page.getByTestId('show-training').click()
    await page.getByTestId('training-title').locator('input').fill('Trained in the window')
    await page.getByTestId('training-size').click()
    await page.getByRole('option', { name: 'Tiny' }).click()
    const targets = page.getByTestId('training-targets').locator('input')
    await targets.fill('3000')
    await targets.press('Enter')
    await page.getByTestId('training-start').click()
    const run = page.getByTestId('training-run')
    await run.getByText('frames/s').waitFor({ timeout: 300_000 })
    await page.getByTestId('training-curves').locator('canvas').waitFor()
    await page.getByTestId('training-pause').click()
    await page.getByTestId('training-resume').click({ timeout: 300_000 })
    await run.getByText('stands in the list of models').waitFor({ timeout: 600_000 })
    await picture('training done')
    expect(existsSync(join(folders.data, 'models', 'trained-in-the-window', 'model.onnx'))).toBe(true)

    await page.getByTestId('choose-a').click()
    await page.getByRole('option', { name: 'Trained in the window' }).click()
    await page.getByTestId('localize').click()
    await page.locator('[data-testid^=job-][data-state=done]').filter({ hasText: 'mine.tif' }).waitFor({ timeout: 120_000 })
    expect(existsSync(join(folders.root, 'mine_locs_trained-in-the-window.csv'))).toBe(true)
  })
})
