import type { Page } from 'playwright-core'

/** Chooses in the preferences what draws the views. */
export async function drawBy(page: Page, what: 'Automatic' | 'Graphics card' | 'Processor'): Promise<void> {
  await page.keyboard.press('Control+Comma')
  await page.getByTestId('drawn-by').click()
  await page.getByRole('option', { name: what, exact: true }).click()
  await page.getByTestId('preferences').getByRole('button', { name: 'Close' }).click()
  await page.getByTestId('preferences').waitFor({ state: 'hidden' })
}
