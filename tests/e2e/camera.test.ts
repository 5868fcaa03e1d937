// Movies that have to be asked about, and cameras by name, in the window.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { encodeTiff, plainVariant } from '../unit/movies/encode-tiff.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { test } from './story.ts'

const side = 32

/** 40 frames of two channels: 100 + frame in the first, 500 + frame in the second; the file ends within the last. */
async function writeHyperstack(folder: string): Promise<string> {
  const pages = Array.from({ length: 80 }, (_, i) => Array<number>(side * side).fill((i % 2 ? 500 : 100) + Math.floor(i / 2)))
  const bytes = encodeTiff(pages, { ...plainVariant, width: side, height: side, rowsPerStrip: side, layout: 'directory-first', description: 'ImageJ=1.54f\nimages=80\nchannels=2\nframes=40\nunit=nm\n' })
  const path = join(folder, 'two-channels.tif')
  await writeFile(path, bytes.subarray(0, bytes.length - 2 * side * side - 2))
  return path
}

describe('the camera form', () => {
  test.override('startArgs', () => async ({ root }) => [await writeHyperstack(root)])

  test('asks for the channel, says that the file is truncated, and takes a camera by its name', async ({ page, picture }) => {
    const form = page.getByTestId('camera-form')
    await page.getByTestId('truncated').getByText('78 whole frames are there').waitFor()
    await page.getByTestId('choose-channel').waitFor()
    const background = async (): Promise<string> => (await page.getByTestId('camera-check').textContent()) ?? ''
    await form.getByText('A photon is').waitFor()
    await page.getByTestId('choose-channel').click()
    await page.getByRole('option', { name: '2' }).click()
    // (500 − 100) ADU at 6 ADU a photon, by the camera of the model.
    await expect.poll(background, { timeout: 120_000 }).toMatch(/This frame: median\s*67 photons/)
    await page.getByTestId('camera-model').scrollIntoViewIfNeeded()
    await page.getByRole('combobox', { name: 'Camera model' }).fill('Zyla')
    await page.getByRole('option', { name: 'Andor Zyla 4.2 PLUS' }).click()
    await form.getByText('table 5').waitFor()
    // 400 ADU at 0.45 electrons, quantum efficiency 0.82.
    await expect.poll(background, { timeout: 120_000 }).toMatch(/This frame: median\s*220 photons/)
    await form.scrollIntoViewIfNeeded()
    await picture('camera form')
    await page.getByRole('combobox', { name: 'Camera model' }).fill('Evolve')
    await page.getByRole('option', { name: 'Photometrics Evolve 512' }).click()
    await form.getByText('Not in it, so check here: baseline, conversion, EM gain, read noise').waitFor()
    expect(await accessibilityBreaches(page, '[data-testid=camera-form]')).toEqual([])
    await picture('camera form, gaps')
  })
})

async function openAgain(page: Page): Promise<void> {
  await page.getByTestId('open').click()
  await page.getByTestId('file-told.tif').dblclick()
}

describe('a file that tells of its camera', () => {
  test.override('startArgs', () => async ({ root }) => {
    const ome = '<OME><Instrument><Detector Model="Andor iXon Ultra 897"/></Instrument><Image><Pixels DimensionOrder="XYZCT" SizeX="32" SizeY="32" SizeZ="1" SizeC="1" SizeT="4" Type="uint16" PhysicalSizeX="0.108" PhysicalSizeXUnit="µm"><Channel><DetectorSettings Gain="120"/></Channel></Pixels></Image></OME>'
    const path = join(root, 'told.tif')
    await writeFile(path, encodeTiff(Array.from({ length: 4 }, () => Array<number>(side * side).fill(500)), { ...plainVariant, width: side, height: side, rowsPerStrip: side, description: ome }))
    return [path]
  })

  test('fills the form, and every value has its own origin', async ({ page, picture }) => {
    const origin = (key: string): Promise<string | null> => page.getByTestId(`origin-${key}`).textContent()
    const value = (key: string): Promise<string> => page.getByTestId(key).locator('input').inputValue()
    await expect.poll(() => origin('pixelSize'), { timeout: 120_000 }).toBe('from the movie file itself (OME-XML, PhysicalSizeX)')
    expect(await value('pixel-size')).toBe('108')
    // The usual model was trained for pixels of 100 nm.
    await page.getByTestId('model-a').getByText("The movie's pixels are 108 nm wide").waitFor()
    expect(await origin('emGain')).toBe('assumed: the model’s')
    await page.getByTestId('fill-in').getByText('Andor iXon Ultra 897, EM gain 120').click()
    await expect.poll(() => value('camera-emGain')).toBe('120')
    expect(await Promise.all(['emGain', 'readNoise_e', 'baseline_adu'].map(origin))).toEqual(['from the movie file', 'from the data sheet', 'assumed: the model’s'])
    expect(await value('camera-readNoise_e')).toBe('50')
    expect(await page.getByTestId('fill-in').count()).toBe(0)
    const baseline = page.getByTestId('camera-baseline_adu').locator('input')
    await baseline.fill('110')
    await baseline.press('Enter')
    await expect.poll(() => origin('baseline_adu')).toBe('given here')
    expect(await origin('emGain')).toBe('from the movie file')
    expect(await accessibilityBreaches(page, '[data-testid=camera-form]')).toEqual([])
    await page.getByTestId('camera-form').scrollIntoViewIfNeeded()
    await picture('camera form, filled in')
    // Another day: what was given is there again, until it is taken back.
    await page.reload()
    await page.getByTestId('status').getByText('Engine ready').waitFor()
    await openAgain(page)
    await expect.poll(() => value('camera-baseline_adu'), { timeout: 120_000 }).toBe('110')
    expect(await value('camera-readNoise_e')).toBe('50')
    expect(await origin('baseline_adu')).toBe('given here')
    await page.getByTestId('camera-form').getByRole('button', { name: 'Reset' }).click()
    await expect.poll(() => origin('baseline_adu')).toBe('assumed: the model’s')
    await page.reload()
    await openAgain(page)
    await expect.poll(() => origin('baseline_adu'), { timeout: 120_000 }).toBe('assumed: the model’s')
  })
})

describe('a file without a header', () => {
  test.override('startArgs', () => async ({ root }) => {
    const path = join(root, 'pixels.bin')
    await writeFile(path, new Uint8Array(10 + 2 * 32 * 16 * 3).fill(1))
    return [path]
  })

  test('opens once its pixels are described', async ({ page, picture }) => {
    await page.getByRole('button', { name: 'Describe its pixels' }).click()
    const dialog = page.getByTestId('raw-dialog')
    const fill = async (name: string, value: string): Promise<void> => {
      const field = dialog.getByTestId(name).locator('input')
      await field.fill(value)
      await field.press('Tab')
    }
    await fill('raw-width', '32')
    await fill('raw-height', '16')
    await dialog.getByTestId('raw-open').click()
    await dialog.getByTestId('raw-error').getByText('3 whole frames of 32×16 pixels (uint16) are there, and 10 bytes more').waitFor()
    await picture('raw dialog')
    expect(await accessibilityBreaches(page, '[data-testid=raw-dialog]')).toEqual([])
    await fill('raw-offset', '10')
    await dialog.getByTestId('raw-open').click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('32 × 16 px, 3 frames').waitFor()
  })
})
