// Models, camera form and jobs in the window.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect } from 'vitest'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { usualModel } from '../../core/model/usual-model.ts'
import { test } from './story.ts'

const shipped = fileURLToPath(new URL('../../models/csr-5000-50', import.meta.url))

describe('the models panel', () => {
  test.override('startArgs', () => async (folders) => [(await writeSmallMovie(folders.root, { name: 'mine.tif', frames: 20 })).movie])

  test("shows a model's card: what it is for, its scores, its training", async ({ page, picture }) => {
    await page.getByTestId('model-a').getByRole('button', { name: 'About model A' }).click()
    const card = page.getByTestId('model-card')
    await card.getByText('Scores on movies it never saw').waitFor()
    await card.getByText('5\u2009000 photons per frame').waitFor()
    await card.getByTestId('known-failures').getByText('Cramér–Rao bound').waitFor()
    await card.getByTestId('training-record').getByText(/on .+, PyTorch \d.+, seed \d+, 20\d\d-/).waitFor()
    // The preview shows an astigmatic spot: long along one axis at one end of the depths, along the other at the other end, small between.
    const spreads = await card.getByTestId('psf-preview').evaluate((canvas: HTMLCanvasElement) => {
      const side = canvas.height
      return Array.from({ length: 5 }, (_, i) => {
        const { data } = canvas.getContext('2d')!.getImageData(i * (side + 1), 0, side, side)
        let [sum, xx, yy] = [0, 0, 0]
        for (let at = 0; at < side * side; at++) {
          const light = data[4 * at] + data[4 * at + 1] + data[4 * at + 2]
          const [x, y] = [(at % side) - (side - 1) / 2, Math.floor(at / side) - (side - 1) / 2]
          // The colours of no light have some, too.
          const weight = Math.max(light - (data[0] + data[1] + data[2]), 0)
          sum += weight
          xx += weight * x * x
          yy += weight * y * y
        }
        return { x: Math.sqrt(xx / sum), y: Math.sqrt(yy / sum) }
      })
    })
    const [first, , middle, , last] = spreads
    expect(Math.sign(first.x - first.y)).toBe(-Math.sign(last.x - last.y))
    expect(Math.max(first.x, first.y)).toBeGreaterThan(1.3 * Math.max(middle.x, middle.y))
    expect(Math.max(last.x, last.y)).toBeGreaterThan(1.3 * Math.max(middle.x, middle.y))
    await picture('model card')
    expect(await accessibilityBreaches(page, '[data-testid=model-card]')).toEqual([])
  })

  test('fills the camera form from the description beside the movie and checks values live', async ({ page }) => {
    const form = page.getByTestId('camera-form')
    await form.getByText('Camera: from the description beside the movie').waitFor()
    const check = page.getByTestId('camera-check')
    await check.getByText('6.0 ADU').waitFor()
    // The simulated background is 50 photons a pixel.
    await expect.poll(async () => Number(/Background of the movie\s*(-?[\d.]+)/.exec((await check.textContent()) ?? '')?.[1])).toBeGreaterThan(40)
    const gain = page.getByTestId('camera-emGain').locator('input')
    await gain.fill('150')
    await gain.press('Enter')
    await check.getByText('3.0 ADU').waitFor()
    await form.getByText('Camera: given here').waitFor()
    // Half the gain, so twice the photons: the model says that this is outside its range.
    await page.getByTestId('model-a').getByText('was trained for 40 to 60').waitFor()
    await form.getByRole('button', { name: 'Reset' }).click()
    await check.getByText('6.0 ADU').waitFor()
  })

  test('does not take what is no number, and says so', async ({ page }) => {
    const gain = page.getByTestId('camera-emGain').locator('input')
    await gain.fill('many')
    await page.getByTestId('camera-emGain').getByText('not a number').waitFor()
    await page.getByTestId('camera-check').getByText('6.0 ADU').waitFor()
  })

  test('imports a model folder; a damaged one is refused with the reason', async ({ page, folders }) => {
    const [good, bad] = [join(folders.root, 'my-model'), join(folders.root, 'bad-model')]
    for (const folder of [good, bad]) await cp(shipped, folder, { recursive: true })
    const card = JSON.parse(await readFile(join(good, 'model.json'), 'utf8')) as Record<string, unknown>
    await writeFile(join(good, 'model.json'), JSON.stringify({ ...card, id: 'my-model', title: 'My own model' }))
    await writeFile(join(bad, 'model.onnx'), 'not a network')
    const choose = async (name: string): Promise<void> => {
      await page.getByTestId('import-model').click()
      // The browser opens where it was left.
      const path = page.getByTestId('file-path').locator('input')
      await path.fill(folders.root)
      await path.press('Enter')
      await page.getByTestId(`file-${name}`).dblclick()
      await page.getByTestId(`file-${name}`).waitFor({ state: 'hidden' })
      await page.getByTestId('file-choose').click()
    }
    await choose('bad-model')
    await page.getByTestId('notices').getByText('is not the network its card describes').waitFor()
    await choose('my-model')
    await page.getByTestId('notices').getByText('My own model').waitFor()
    await page.getByTestId('choose-b').click()
    await page.getByRole('option', { name: 'My own model' }).waitFor()
  })

  test('takes every movie of a folder once as a batch, and a folder of single pages as one movie', async ({ page, folders }) => {
    const [mixed, pages] = [join(folders.root, 'mixed'), join(folders.root, 'pages')]
    for (const folder of [mixed, pages]) await mkdir(folder)
    for (const name of ['cells.ome.tif', 'cells_1.ome.tif', 'old.dax', 'old.inf', 'notes.txt']) await writeFile(join(mixed, name), 'not looked at before it runs')
    for (const name of ['1.tif', '2.tif', '3.tif']) await writeSmallMovie(pages, { name, frames: 1 })
    const choose = async (folder: string): Promise<void> => {
      await page.getByTestId('batch-menu').click()
      await page.getByText('A folder …').click()
      await page.getByTestId('file-path').locator('input').fill(folder)
      await page.getByTestId('file-path').locator('input').press('Enter')
      await page.getByTestId('file-choose').click()
      await page.getByTestId('file-browser').waitFor({ state: 'hidden' })
    }
    const listed = (): Promise<string[]> => page.getByTestId('batch').getByRole('listitem').allTextContents()
    await choose(mixed)
    await expect.poll(listed).toEqual(['cells.ome.tif', 'old.dax'])
    await choose(pages)
    await expect.poll(listed).toEqual(['pages'])
    await page.getByTestId('localize').click()
    await page.locator('[data-testid^=job-][data-state=done]').waitFor()
    expect(await readFile(join(folders.root, `pages_locs_${usualModel}.csv`), 'utf8')).toMatch(/^"?id"?,"?frame"?,/)
  })

  test('runs a batch of movies with both models, one after another', async ({ page, folders, picture }) => {
    await mkdir(join(folders.root, 'batch'))
    for (const name of ['one.tif', 'two.tif']) await writeSmallMovie(join(folders.root, 'batch'), { name, frames: 8 })
    await page.getByTestId('batch-menu').click()
    await page.getByText('A folder …').click()
    await page.getByTestId('file-batch').dblclick()
    await page.getByTestId('file-batch').waitFor({ state: 'hidden' })
    await page.getByTestId('file-choose').click()
    await page.getByTestId('batch').getByText('Batch of 2 movies').waitFor()
    await page.getByTestId('choose-b').click()
    await page.getByRole('option', { name: 'Microtubules, 5000' }).click()
    await page.getByTestId('localize').click()
    await expect.poll(() => page.locator('[data-testid^=job-][data-state=done]').count(), { timeout: 300_000 }).toBe(4)
    await picture('batch')
    for (const movie of ['one', 'two']) {
      for (const model of [usualModel, 'microtubules-5000-50']) {
        const table = await readFile(join(folders.root, 'batch', `${movie}_locs_${model}.csv`), 'utf8')
        expect(table).toMatch(/^"?id"?,"?frame"?,/)
      }
    }
  })
})
