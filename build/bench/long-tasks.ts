// How long the window is held up (tasks over 50 ms, by the browser's own count) while a person works with two tables of a million rows
// (44 MB each): the start, opening the tables, a filter, sorting, the panels, a movie of 512×512 pixels and another of 2048×2048; and how long the
// processor worked at the longest of all tasks, what it did for others meanwhile left out. Without a graphics card the processor draws, beside the
// window. Against copying one such table once (structuredClone) in the same page.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type CDPSession, type Page } from 'playwright-core'
import { writeArrow } from '../../core/formats/arrow.ts'
import { startWebHostProcess, temporaryFolders } from '../../tests/e2e/web-host.ts'
import { found, randomEmitters } from '../../tests/fixtures/tables.ts'
import { chromiumArguments, chromiumPath } from '../browser-tests.ts'
import { builtPages } from '../pages.ts'
import type { BenchRow } from './read.ts'
import { writeSparseStack } from './sparse-stack.ts'

const rows = 1_000_000
/** After a step, work goes on beside the window. */
const rest_ms = 4000

export async function run(): Promise<BenchRow[]> {
  const executablePath = chromiumPath()
  if (!executablePath) {
    console.log('long-tasks: skipped, there is no Chromium')
    return []
  }
  await builtPages()
  const folders = await temporaryFolders('bench-long-tasks')
  const truth = randomEmitters(rows, rows / 50, 12_800)
  for (const [name, sigma] of [['a', 12], ['b', 16]] as const) await writeFile(join(folders.root, `${name}.arrow`), writeArrow(found(truth, sigma)))
  const looked = Array.from({ length: 40 }, (_, frame) => frame)
  await writeSparseStack(join(folders.root, 'movie.tif'), 512, 1000, looked)
  await writeSparseStack(join(folders.root, 'large.tif'), 2048, 40, looked)
  const browser = await chromium.launch({ executablePath, args: [...chromiumArguments] })
  const web = await startWebHostProcess(folders)
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    await page.addInitScript(watchTasks)
    const results: BenchRow[] = []
    const trace = await browser.newBrowserCDPSession()
    let copy = 0
    for (const [name, work] of steps(page, web.url)) {
      await page.evaluate(() => (globalThis as unknown as { longTasks?: number[] }).longTasks?.splice(0))
      const worked = await processorTimes(trace, async () => {
        await work()
        await page.waitForTimeout(rest_ms)
        await page.evaluate((mark) => { performance.mark(mark) }, thisPage)
      })
      copy ||= await page.evaluate(copyOnce, rows)
      const tasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks)
      const baseline = { unit: 'ms', baseline: 'the table copied once', baselineValue: copy }
      results.push({ name: `${name}: longest of ${tasks.length} tasks over 50 ms`, value: Math.max(0, ...tasks), ...baseline })
      results.push({ name: `${name}: most work at one task`, value: Math.max(...worked), ...baseline })
    }
    return results
  } finally {
    await browser.close()
    await web.stop()
    await folders.remove()
  }
}

function steps(page: Page, url: string): [string, () => Promise<void>][] {
  const open = (name: string) => async (): Promise<void> => {
    await page.keyboard.press('Control+Shift+o')
    await page.getByTestId(`file-${name}`).click()
    await page.getByTestId('file-choose').click()
    await page.getByTestId('import-accept').click({ timeout: 120_000 })
  }
  const show = (panel: string) => async (): Promise<void> => {
    await page.getByTestId('panels').click()
    await page.getByTestId(`show-${panel}`).click()
  }
  const openMovie = (name: string) => async (): Promise<void> => {
    await page.keyboard.press('Control+o')
    await page.getByTestId(`file-${name}`).dblclick()
    await page.getByTestId('movie-tabs').getByText(name).waitFor()
    await page.locator('[data-testid=frame-box][data-frame="1"]').waitFor()
  }
  return [
    ['start', async () => {
      await page.goto(url)
      await page.locator('[data-testid=status] [data-state=connected]').waitFor()
    }],
    ['open a table', open('a.arrow')], ['open another', open('b.arrow')],
    ['filter', async () => {
      const field = page.getByTestId('new-filter').locator('input')
      await field.fill('photons > 3000 && sigma_x < 20')
      await field.press('Enter')
    }],
    ['sort', () => page.getByTestId('sort-photons').click()],
    ['comparison', show('comparison')], ['3D view', show('scene3d')], ['training', show('training')], ['calibration', show('calibration')], ['spike-in test', show('spikein')], ['help', show('help')],
    ['open a movie', openMovie('movie.tif')], ['open a large movie', openMovie('large.tif')],
  ]
}

const thisPage = 'structloc-bench'

/** Milliseconds that the processor worked at each task of the page's own thread while `work` went on; the page marks itself in it. */
async function processorTimes(session: CDPSession, work: () => Promise<void>): Promise<number[]> {
  const events: TraceEvent[] = []
  const collect = ({ value }: { value: object[] }): void => { events.push(...(value as TraceEvent[])) }
  session.on('Tracing.dataCollected', collect)
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'] }, transferMode: 'ReportEvents' })
  await work()
  const complete = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve) })
  await session.send('Tracing.end')
  await complete
  session.off('Tracing.dataCollected', collect)
  const own = events.find(({ name }) => name === thisPage)
  if (!own) throw new Error('the trace does not tell which process has the page')
  return events.filter(({ name, pid, tid }) => name.endsWith('RunTask') && pid === own.pid && tid === own.tid).map(({ tdur = 0 }) => tdur / 1000)
}

interface TraceEvent { name: string; pid: number; tid: number; tdur?: number }

/** Runs in the page before anything else. */
function watchTasks(): void {
  const tasks: number[] = ((globalThis as unknown as { longTasks: number[] }).longTasks = [])
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) tasks.push(duration) }).observe({ type: 'longtask', buffered: true })
}

/** Runs in the page: milliseconds. */
function copyOnce(length: number): number {
  const columns = Array.from({ length: 11 }, () => new Float32Array(length))
  const start = performance.now()
  structuredClone(columns)
  return performance.now() - start
}
