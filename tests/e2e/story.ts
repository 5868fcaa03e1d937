// The base of all tests in a browser: `test` gives each its own folders, web host and page.
// The page is open and connected when the test begins. Problems that were not expected fail the test at its end. Without Chromium
// the tests skip, and say so.
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { test as base } from 'vitest'
import { chromiumArguments, chromiumPath } from '../../build/browser-tests.ts'
import { collectProblems, type Problems } from './browser-problems.ts'
import { startWebHostProcess, temporaryFolders, type Folders, type WebHostProcess } from './web-host.ts'

const executablePath = chromiumPath()
if (!executablePath) console.error('SKIPPED: tests in a browser need Chromium (apt-get install chromium, or STRUCTLOC_CHROMIUM=its path)')

/** Chromium draws in software, and tests run beside each other. */
const patience_ms = 60_000

/** Where pictures go; `STRUCTLOC_PICTURES` names another folder. */
export const pictureFolder = process.env.STRUCTLOC_PICTURES || join(tmpdir(), 'structloc-e2e')

export interface Story {
  folders: Folders
  /** Arguments after those of the test, for `test.override`. */
  startArgs: (folders: Folders) => string[] | Promise<string[]>
  web: WebHostProcess
  page: Page
  problems: Problems
  /** Takes a picture of the page; its path. */
  picture: (name: string) => Promise<string>
}

/** A browser of its own, which a test that needs other arguments closes itself. */
export function launch(program: string, more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: [...chromiumArguments, ...more] })
}

const storyTest = base
  .extend('executable', { scope: 'file' }, executablePath ?? '')
  .extend('browser', { scope: 'file' }, async ({ executable }, { onCleanup }) => {
    const browser = await launch(executable)
    onCleanup(() => browser.close())
    return browser
  })
  .extend('folders', async ({ task }, { onCleanup }): Promise<Folders> => {
    const { remove, ...folders } = await temporaryFolders(task.id)
    onCleanup(remove)
    return folders
  })
  .extend('startArgs', (): Story['startArgs'] => () => [])
  .extend('web', async ({ folders, startArgs }, { onCleanup }): Promise<WebHostProcess> => {
    const web = await startWebHostProcess(folders, { args: await startArgs(folders) })
    onCleanup(async () => {
      await web.stop()
    })
    return web
  })
  // After the host: fixtures end in the opposite order, and a page whose host is gone complains.
  .extend('blankPage', async ({ browser, task, web }, { onCleanup }) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, baseURL: new URL(web.url).origin })
    context.setDefaultTimeout(patience_ms)
    const page = await context.newPage()
    const problems = await collectProblems(page)
    onCleanup(async () => {
      if (task.result?.errors?.length) await page.screenshot({ path: picturePath(`FAILED ${task.name}`) }).catch(() => undefined)
      await context.close()
      if (problems.found.length > 0) throw new Error(`Problems of the page:\n${problems.found.join('\n')}`)
    })
    return { page, problems }
  })
  .extend('problems', ({ blankPage }): Problems => blankPage.problems)
  .extend('page', async ({ blankPage: { page }, web }): Promise<Page> => {
    await openWindow(page, web.url)
    return page
  })
  .extend('picture', ({ blankPage: { page } }): Story['picture'] => async (name) => {
    const path = picturePath(name)
    await page.screenshot({ path })
    return path
  })

/** The test function of a story; skipped without Chromium. */
export const test = executablePath ? storyTest : (storyTest.skip as unknown as typeof storyTest)

/** Opens the window at an address and waits until it is connected to the engine. */
export async function openWindow(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.locator('.v-application').waitFor()
}

function picturePath(name: string): string {
  mkdirSync(pictureFolder, { recursive: true })
  return join(pictureFolder, `${name.replaceAll(/[^\w -]/g, '_')}.png`)
}
