// `npm run screenshots`: the window's panels in both themes, into docs/images. The real program in a real browser, on the sample
// movie; what is shown is what it does.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { apartBeads, writeBeadStack } from '../tests/fixtures/bead-stacks.ts'
import { startWebHostProcess, temporaryFolders } from '../tests/e2e/web-host.ts'
import { chromiumArguments, chromiumPath } from './browser-tests.ts'

const out = join(import.meta.dirname, '../docs/images')
const size = { width: 1280, height: 800 }
/** Software rendering of large clouds takes its time. */
const patience_ms = 180_000

const executablePath = chromiumPath()
if (!executablePath) {
  console.error('Pictures need Chromium: apt-get install chromium, or STRUCTLOC_CHROMIUM=its path.')
  process.exit(1)
}
mkdirSync(out, { recursive: true })
const folders = await temporaryFolders('screenshots')
const web = await startWebHostProcess(folders)
const browser = await chromium.launch({ executablePath, args: [...chromiumArguments] })
try {
  const page = await browser.newPage({ viewport: size })
  page.setDefaultTimeout(patience_ms)
  await page.goto(web.url)
  await page.getByTestId('panels').waitFor()
  await both(page, 'start')
  await prepare(page)
  for (const panel of ['movie', 'comparison', 'scene3d', 'table', 'training', 'calibration', 'spikein', 'help']) {
    await show(page, panel)
    if (panel === 'calibration') await calibrate(page, await writeBeadStack(join(folders.root, 'beads.tif'), [...apartBeads, { x: 320, y: 3100 }]))
    if (panel === 'spikein') {
      await page.getByTestId('spike-start').click()
      await page.getByTestId('spike-scores').waitFor()
    }
    await both(page, panel)
  }
  const card = async (): Promise<void> => {
    await page.getByTestId('model-a').getByRole('button', { name: 'About model A' }).click()
    await page.getByTestId('model-card').getByText('Scores on movies').waitFor()
  }
  // The theme's button lies under the card.
  await both(page, 'model-card', card, () => page.keyboard.press('Escape'))
} finally {
  await browser.close()
  await web.stop()
  await folders.remove()
}

/** Simulated beads, one of them at the edge, turned into a PSF. */
async function calibrate(page: Page, stack: string): Promise<void> {
  await page.getByTestId('bead-stack').locator('input').fill(stack)
  for (const [field, value] of [['bead-step', '36'], ['bead-radius', '8']]) {
    await page.getByTestId(field).locator('input').fill(value)
    await page.getByTestId(field).locator('input').press('Enter')
  }
  await page.getByTestId('calibration-start').click()
  await page.getByTestId('calibration-facts').waitFor()
}

/** The sample open with its truth, localized with both shipped models of the pair. */
async function prepare(page: Page): Promise<void> {
  await page.getByTestId('recent').click()
  await page.getByTestId('open-sample').click()
  await page.getByTestId('movie-tabs').waitFor()
  await choose(page, 'a', 'Complete spatial randomness, 5000')
  await choose(page, 'b', 'Microtubules, 5000')
  await page.getByTestId('localize').click()
  await page.waitForFunction(() => document.querySelectorAll('[data-testid^=job-][data-state=done]').length >= 2, undefined, { timeout: patience_ms })
  // Clicks that had to wait for a menu to close may have scrolled the panel.
  await page.evaluate(() => { for (const element of document.querySelectorAll('*')) if (element.scrollTop > 0) element.scrollTop = 0 })
}

async function choose(page: Page, slot: 'a' | 'b', title: string): Promise<void> {
  await page.getByTestId(`choose-${slot}`).click()
  await page.getByRole('option', { name: title }).first().click()
}

async function show(page: Page, panel: string): Promise<void> {
  await page.getByTestId('panels').click()
  await page.getByTestId(`show-${panel}`).click()
  await page.locator(`section[data-panel=${panel}]`).waitFor()
}

/** Dark first, then light, then dark again. */
async function both(page: Page, name: string, before = async (): Promise<void> => undefined, after = async (): Promise<void> => undefined): Promise<void> {
  for (const theme of ['dark', 'light']) {
    await before()
    await page.mouse.move(640, 790)
    // Plots, super-resolution pictures and 3D views are drawn after their panel.
    await page.waitForTimeout(4000)
    await page.screenshot({ path: join(out, `${name}-${theme}.png`) })
    await after()
    await page.getByTestId('theme').click()
  }
  console.log(`${name}: dark and light`)
}
