// From the training panel to a model in use: a tiny network, trained on this machine in the window.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { trainerPython } from '../../electron/engine/training/trainer-python.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { test } from './story.ts'
import { startWebHostProcess } from './web-host.ts'

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
    await expect.poll(() => brightest('training-frame'), { timeout: 120_000 }).toBe(255)
    await expect.poll(() => brightest('training-cloud'), { timeout: 120_000 }).toBeGreaterThan(150)
    const before = await page.getByTestId('advisor').getAttribute('aria-label')
    await page.getByTestId('training-photons').locator('input').fill('500')
    await page.getByTestId('training-photons').locator('input').press('Enter')
    // A tenth of the light: a far larger bound.
    await expect.poll(() => page.getByTestId('advisor').getAttribute('aria-label'), { timeout: 120_000 }).not.toBe(before)
    await picture('training panel')
    expect(await accessibilityBreaches(page, '[data-panel=training]')).toEqual([])
  })

  test('describes camera and structures: of a kind, as a mixture, or as a shipped network has them', async ({ page, picture }) => {
    await page.getByTestId('panels').click()
    await page.getByTestId('show-training').click()
    await page.getByTestId('advisor').waitFor()
    const patience = { timeout: 120_000 }
    const bound = (): Promise<string | null> => page.getByTestId('advisor').getAttribute('aria-label')
    const before = await bound()
    // Without the excess noise of an EMCCD the bound is lower.
    await page.getByTestId('training-camera').click()
    await page.getByRole('option', { name: 'sCMOS' }).click()
    expect(await page.getByTestId('training-camera-readNoise_e').locator('input').inputValue()).toBe('1.6')
    const lateral = (label: string | null): number => Number(/(\d+) nm lateral/.exec(label ?? '')?.[1])
    await expect.poll(async () => lateral(await bound()), patience).toBeLessThan(lateral(before))
    expect(await page.getByTestId('training-camera-emGain').count()).toBe(0)

    await page.getByTestId('sampling-kind').click()
    await page.getByRole('option', { name: 'A mixture of these' }).click()
    const rings = page.getByTestId('mixture-rings')
    // 0.5 of 20.
    await rings.getByText('3 %').waitFor()
    await rings.locator('input').fill('20.5')
    await rings.locator('input').press('Enter')
    await rings.getByText('51 %').waitFor()
    await picture('training mixture')
    expect(await accessibilityBreaches(page, '[data-panel=training]')).toEqual([])

    await page.getByTestId('training-from-model').click()
    await page.locator('.v-list-item').filter({ hasText: 'Microtubules, 5000' }).first().click()
    await expect.poll(bound, patience).toBe(before)
    await rings.waitFor({ state: 'detached' })
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
    await page.getByTestId('python-setup').getByText('Training can run here').waitFor()
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

    // Its twin differs in the sampling alone; stopped early it is a model, too.
    await page.getByTestId('training-twin').click()
    await page.getByTestId('twin-many').click()
    await run.getByText('frames/s').waitFor({ timeout: 300_000 })
    await page.getByTestId('training-stop').click()
    await run.getByText('stands in the list of models').waitFor({ timeout: 600_000 })
    const card = async (id: string): Promise<Record<string, unknown>> => JSON.parse(await readFile(join(folders.data, 'models', id, 'model.json'), 'utf8')) as Record<string, unknown>
    const [own, twin] = [await card('trained-in-the-window'), await card('trained-in-the-window-csr-twin')]
    expect([own.sampling, twin.sampling]).toMatchObject([{ kind: 'microtubules' }, { kind: 'csr' }])
    expect(twin.acquisition).toEqual(own.acquisition)
    expect(existsSync(join(folders.data, 'models', 'trained-in-the-window', 'model.onnx'))).toBe(true)

    // The fairer twin: as crowded. Both it and a training may start from what the first one learned.
    for (const end of ['from', 'to']) {
      const density = page.getByTestId('training').getByLabel(`Density ${end}`, { exact: true })
      await density.fill('0.5')
      await density.press('Enter')
    }
    await page.getByTestId('training-first-weights').click()
    await page.getByRole('option', { name: 'Those of Trained in the window', exact: true }).click()
    await picture('training first weights')
    await page.getByTestId('training-twin').click()
    await picture('training twins')
    await page.getByTestId('twin-crowded').click()
    await run.getByText('frames/s').waitFor({ timeout: 300_000 })
    await page.getByTestId('training-stop').click()
    await run.getByText('stands in the list of models').waitFor({ timeout: 600_000 })
    const crowded = await card('trained-in-the-window-csr-crowded-twin') as { density_perUm2: [number, number]; training: unknown }
    expect(crowded).toMatchObject({ sampling: { kind: 'csr' }, training: { startedFrom: { id: 'trained-in-the-window', targets: (own.training as { targets: number }).targets } } })
    expect(crowded.density_perUm2[0]).toBeGreaterThan(1)

    await page.getByTestId('choose-a').click()
    // A person's own models are the last of a list that holds only what is in sight.
    await page.getByRole('option').first().hover()
    await page.mouse.wheel(0, 3000)
    await page.getByRole('option', { name: 'Trained in the window' }).filter({ hasNotText: 'CSR twin' }).click()
    await page.getByTestId('localize').click()
    await page.locator('[data-testid^=job-][data-state=done]').filter({ hasText: 'mine.tif' }).waitFor({ timeout: 120_000 })
    expect(existsSync(join(folders.root, 'mine_locs_trained-in-the-window.csv'))).toBe(true)
  })
})

describe('setting up training', () => {
  test.skipIf(!existsSync('/usr/bin/python3'))('says what is missing where it fails, and can be tried again', async ({ browser, folders }) => {
    // A Python without the trainer's packages.
    const web = await startWebHostProcess(folders, { environment: { STRUCTLOC_PYTHON: '/usr/bin/python3' } })
    const page = await browser.newPage()
    page.setDefaultTimeout(120_000)
    try {
      await page.goto(web.url)
      await page.getByTestId('panels').click()
      await page.getByTestId('show-training').click()
      await page.getByTestId('python-install').click()
      await page.getByTestId('python-failed').getByText(/\/usr\/bin\/python3 cannot run the trainer: its package \w+ is missing/).waitFor()
      expect(await page.getByTestId('training-start').isDisabled()).toBe(true)
      await page.getByTestId('python-install').getByText('Try again').waitFor()
    } finally {
      await page.close()
      await web.stop()
    }
  })
})
