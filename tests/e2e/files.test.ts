// Files and the window in a browser: named at the start, chosen in the file browser, dropped.
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { accessibilityBreaches } from './accessibility.ts'
import { writeSmallMovie } from './movies.ts'
import { test } from './story.ts'

const shownMovie = (page: Page, name: string): Promise<void> => page.getByTestId('movie-tabs').getByText(name).first().waitFor()

describe('a movie named at the start', () => {
  test.override('startArgs', () => async (folders) => [(await writeSmallMovie(folders.root, { name: 'named.tif', frames: 3 })).movie])
  test('is open when the window is, and the truth beside it is one click away', async ({ page }) => {
    await shownMovie(page, 'named.tif')
    expect(await page.getByTestId('count-truth').textContent()).toBe('–')
    await page.getByTestId('truth-beside').click()
    await page.getByTestId('truth-beside').waitFor({ state: 'hidden' })
    await page.getByTestId('count-truth').getByText(/^[0-9]+$/).waitFor()
    await page.getByTestId('layer-truth').locator('input:checked').waitFor()
  })
})

describe('the file browser', () => {
  test('opens a movie by mouse and by keyboard, inside the allowed folder', async ({ page, folders, picture }) => {
    await writeSmallMovie(folders.root, { name: 'first.tif', frames: 3 })
    await mkdir(join(folders.root, 'deeper'))
    await writeSmallMovie(join(folders.root, 'deeper'), { name: 'second.tif', frames: 3 })
    await page.getByTestId('open').click()
    const browser = page.getByTestId('file-browser')
    await browser.getByTestId('file-first.tif').waitFor()
    // Of the kinds asked for only: the truth and the description beside the movie are not shown.
    expect(await browser.getByRole('option').count()).toBe(2)
    await picture('file browser')
    expect(await accessibilityBreaches(page, '[data-testid=file-browser]')).toEqual([])
    await browser.getByTestId('file-first.tif').dblclick()
    await browser.waitFor({ state: 'hidden' })
    await shownMovie(page, 'first.tif')

    await page.keyboard.press('Control+o')
    await browser.getByTestId('file-deeper').waitFor()
    // Down to the first entry, into it, onto the movie, open it.
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await browser.getByTestId('file-second.tif').waitFor()
    await page.keyboard.press('Enter')
    await browser.waitFor({ state: 'hidden' })
    await shownMovie(page, 'second.tif')
  })

  test('takes a typed path, and says why it does not go outside', async ({ page, folders }) => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 3 })
    await symlink(folders.data, join(folders.root, 'way-out'))
    await page.getByTestId('open').click()
    const path = page.getByTestId('file-path').locator('input')
    for (const outside of ['/etc', folders.data, join(folders.root, '..'), join(folders.root, 'way-out')]) {
      await path.fill(outside)
      await path.press('Enter')
      await page.getByTestId('file-browser').getByText(`${outside} is outside the folders`).waitFor()
    }
    await path.fill(movie)
    await path.press('Enter')
    await page.locator('[role=option][aria-selected=true]').waitFor()
    await page.getByTestId('file-choose').click()
    await shownMovie(page, 'filaments.tif')
  })

  test('goes where a typed path leads, also when it is typed before the first folder is there', async ({ page, folders }) => {
    await writeSmallMovie(folders.root, { frames: 3 })
    const inner = join(folders.root, 'inner')
    await mkdir(inner)
    await writeSmallMovie(inner, { name: 'inner.tif', frames: 3 })
    let late = false
    await page.routeWebSocket(/./, (socket) => {
      const server = socket.connectToServer()
      server.onMessage((message) => { setTimeout(() => socket.send(message), late ? 400 : 0) })
    })
    await page.reload()
    // The dialog is left at the list of allowed folders, which has one entry.
    await page.getByTestId('open').click()
    await page.getByTestId('file-filaments.tif').waitFor()
    await page.getByTestId('file-up').click()
    await page.locator('[data-testid=file-up]:disabled').waitFor()
    await page.keyboard.press('Escape')
    late = true
    await page.getByTestId('open').click()
    const path = page.getByTestId('file-path').locator('input')
    await path.fill(inner)
    await path.press('Enter')
    await page.getByTestId('file-inner.tif').waitFor()
    await page.waitForTimeout(900)
    expect(await page.getByTestId('file-inner.tif').count()).toBe(1)
  })

  test('is left by Escape with nothing opened', async ({ page, folders }) => {
    await writeSmallMovie(folders.root, { frames: 3 })
    await page.getByTestId('open').click()
    await page.getByTestId('file-filaments.tif').click()
    await page.keyboard.press('Escape')
    await page.getByTestId('file-browser').waitFor({ state: 'hidden' })
    expect(await page.getByTestId('movie-tabs').getByText('filaments').count()).toBe(0)
  })
})

describe('a dropped file', () => {
  test('is copied into the allowed folder and opened', async ({ page, folders }) => {
    const { movie } = await writeSmallMovie(folders.data, { name: 'dropped.tif', frames: 3 })
    const bytes = await readFile(movie)
    for (let n = 0; n < 2; n++) {
      const files = await page.evaluateHandle((text) => {
        const files = new DataTransfer()
        files.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.codePointAt(0)!)], 'dropped.tif'))
        return files
      }, bytes.toString('base64'))
      await page.locator('.v-application').dispatchEvent('drop', { dataTransfer: files })
      await shownMovie(page, n === 0 ? 'dropped.tif' : 'dropped (2).tif')
    }
    const copies = join(folders.root, 'StructLoc uploads')
    expect((await readdir(copies)).sort()).toEqual(['dropped (2).tif', 'dropped.tif'])
    expect((await readFile(join(copies, 'dropped.tif'))).equals(bytes)).toBe(true)
  })

  test('that is no movie is refused in a sentence', async ({ page, folders }) => {
    await writeFile(join(folders.data, 'x'), '')
    const files = await page.evaluateHandle(() => {
      const files = new DataTransfer()
      files.items.add(new File(['this is no movie'], 'notes.tif'))
      return files
    })
    await page.locator('.v-application').dispatchEvent('drop', { dataTransfer: files })
    await page.getByTestId('notices').getByText('notes.tif').waitFor()
    for (const theme of ['', 'the other']) {
      if (theme) await page.getByTestId('theme').click()
      expect(await accessibilityBreaches(page, '[data-testid=notices]')).toEqual([])
    }
  })
})
