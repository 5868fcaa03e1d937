// From a stack of beads to a PSF in the training panel, in the window.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { psfSchema } from '../../core/psf/psf.ts'
import { apartBeads, writeBeadStack } from '../fixtures/bead-stacks.ts'
import { accessibilityBreaches } from './accessibility.ts'
import { test } from './story.ts'

describe('the calibration panel', () => {
  test('shows every bead with what became of it, the curves, and hands the PSF to the training', async ({ page, folders, picture }) => {
    const stack = await writeBeadStack(join(folders.root, 'beads.tif'), [...apartBeads, { x: 320, y: 3100 }])
    await page.getByTestId('panels').click()
    await page.getByTestId('show-calibration').click()
    await page.getByText('A PSF of your microscope').waitFor()
    await picture('calibration empty')
    expect(await page.getByTestId('calibration-start').isDisabled()).toBe(true)
    expect(await accessibilityBreaches(page, '[data-panel=calibration]')).toEqual([])

    await page.getByTestId('bead-stack').locator('input').fill(stack)
    for (const [field, value] of [['bead-step', '36'], ['bead-radius', '8']]) {
      await page.getByTestId(field).locator('input').fill(value)
      await page.getByTestId(field).locator('input').press('Enter')
    }
    await page.getByTestId('calibration-start').click()
    await page.getByText('5 of 6 beads used').waitFor({ timeout: 120_000 })
    const beads = page.getByTestId('bead')
    expect(await beads.count()).toBe(6)
    expect(await beads.locator('canvas').count()).toBe(6)
    expect(await beads.filter({ hasText: 'not used' }).textContent()).toContain('leaves the frame')
    expect(await page.getByTestId('calibration-facts').textContent()).toMatch(/middle of a Gaussian fitted at z = 0/)
    expect(await page.getByTestId('depth-chart').locator('polyline').first().count()).toBe(1)
    expect(await page.getByTestId('depth-chart').count()).toBe(5)
    await picture('calibration')
    expect(await accessibilityBreaches(page, '[data-panel=calibration]')).toEqual([])

    await page.getByTestId('calibration-save').click()
    await page.getByTestId('file-choose').click()
    await page.getByText('Saved').waitFor()
    const saved = psfSchema.parse(JSON.parse(await readFile(join(folders.root, 'beads.psf.json'), 'utf8')))
    expect(saved).toMatchObject({ type: 'cspline', pixelSize: 100 })

    await page.getByTestId('calibration-use').click()
    await page.getByTestId('training-measured-psf').waitFor()
    expect(await page.getByTestId('training-measured-psf').textContent()).toContain('5 beads, 33 planes')
    await page.getByTestId('advisor').waitFor()
    await picture('training with a measured PSF')

    // The same PSF from the file that was saved.
    await page.getByRole('button', { name: 'Use the formula' }).click()
    await page.getByLabel('PSF width σ₀').waitFor()
    await page.getByTestId('training-psf-file').click()
    await page.getByTestId('file-beads.psf.json').click()
    await page.getByTestId('file-choose').click()
    await page.getByTestId('training-measured-psf').waitFor()
    expect(await accessibilityBreaches(page, '[data-panel=training]')).toEqual([])
  })

  test('says in a sentence why a stack cannot be used', async ({ page, folders }) => {
    const path = join(folders.root, 'no-stack.tif')
    await writeFile(path, 'a text')
    await page.getByTestId('panels').click()
    await page.getByTestId('show-calibration').click()
    await page.getByTestId('bead-stack').locator('input').fill(path)
    await page.getByTestId('calibration-start').click()
    await page.getByTestId('calibration-error').waitFor()
    expect(await page.getByTestId('calibration-error').textContent()).toMatch(/no-stack\.tif.*TIFF/)
  })
})
