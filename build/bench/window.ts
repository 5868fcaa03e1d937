// The window in a browser (Chromium; without a graphics card views are drawn by the processor, and WebGL, of the baseline, by Chromium's
// software): start-up against a page that says nothing but hello, a picture of the 3D view at three numbers of points against the same points
// drawn by bare WebGL 2, and the memory of the page after ten movies opened in a row against that after the first. While the 3D view moves it
// draws as many points as come fluently, 50,000 at least.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type CDPSession, type Page } from 'playwright-core'
import { writeSmallMovie } from '../../tests/e2e/movies.ts'
import { startWebHostProcess, temporaryFolders } from '../../tests/e2e/web-host.ts'
import { chromiumArguments, chromiumPath } from '../browser-tests.ts'
import { builtPages } from '../pages.ts'
import type { BenchRow } from './read.ts'

const counts = [100_000, 1_000_000, 3_000_000] as const
const movies = 10
const seconds_ms = (from: number): number => (performance.now() - from) / 1000

export async function run(): Promise<BenchRow[]> {
  const executablePath = chromiumPath()
  if (!executablePath) {
    console.log('window: skipped, there is no Chromium')
    return []
  }
  await builtPages()
  const folders = await temporaryFolders('bench')
  const names = Array.from({ length: movies }, (_, i) => `movie-${i}.tif`)
  for (const [i, name] of names.entries()) await writeSmallMovie(folders.root, { name, frames: 100, seed: i + 1, size_px: 128 })
  const hello = join(folders.data, 'hello')
  await mkdir(hello)
  await writeFile(join(hello, 'index.html'), '<!doctype html><title>hello</title><p id="hello">hello</p>')
  const browser = await chromium.launch({ executablePath, args: [...chromiumArguments, '--js-flags=--expose-gc'] })
  try {
    const began = performance.now()
    const web = await startWebHostProcess(folders)
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    await page.goto(web.url)
    await page.locator('[data-testid=status] [data-state=connected]').waitFor()
    const whole = seconds_ms(began)
    const painted = await firstPaint(page)
    try {
      const plain = await helloStart(hello)
      return [
        { name: 'start to a window that is connected', value: whole, unit: 's', baseline: 'the same host with a page that says hello', baselineValue: plain.whole },
        { name: 'of the page: until something is on the screen', value: painted, unit: 's', baseline: 'the same host with a page that says hello', baselineValue: plain.painted },
        ...await memory(page, names),
        ...await clouds(page),
      ]
    } finally {
      await web.stop()
    }

    async function helloStart(pages: string): Promise<{ whole: number; painted: number }> {
      const other = await temporaryFolders('bench-hello')
      const start = performance.now()
      const host = await startWebHostProcess(other, { pages })
      const plain = await browser.newPage()
      await plain.goto(host.url)
      await plain.locator('#hello').waitFor()
      const value = { whole: seconds_ms(start), painted: await firstPaint(plain) }
      await plain.close()
      await host.stop()
      await other.remove()
      return value
    }
  } finally {
    await browser.close()
    await folders.remove()
  }
}

/** Seconds from the page's address to its first content on the screen, by the browser's own count. */
async function firstPaint(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000)
}

/** Megabytes of JavaScript and of array buffers, after garbage is collected. */
async function usedMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage') as { usedSize: number; backingStorageSize?: number }
  return (usedSize + (backingStorageSize ?? 0)) / 2 ** 20
}

async function memory(page: Page, names: readonly string[]): Promise<BenchRow[]> {
  const session = await page.context().newCDPSession(page)
  let first = 0
  for (const [i, name] of names.entries()) {
    await page.getByTestId('open').click()
    await page.getByTestId(`file-${name}`).dblclick()
    await page.getByTestId('movie-tabs').getByText(name).waitFor()
    await page.getByTestId('frame-canvas').waitFor()
    for (let step = 0; step < 10; step++) await page.keyboard.press('ArrowRight')
    if (i === 0) first = await usedMegabytes(session)
  }
  return [{ name: `memory of the page, ${names.length} movies opened, each stepped ten frames`, value: await usedMegabytes(session), unit: 'MB', baseline: 'after the first movie', baselineValue: first }]
}

async function clouds(page: Page): Promise<BenchRow[]> {
  await page.getByTestId('panels').click()
  await page.getByTestId('show-scene3d').click()
  const rows: BenchRow[] = []
  for (const count of counts) {
    await page.evaluate((points) => {
      interface App { __vue_app__: { config: { globalProperties: { $pinia: { _s: Map<string, { put: (dataset: object, role: string) => void }> } } } } }
      const datasets = (document.querySelector('#app') as unknown as App).__vue_app__.config.globalProperties.$pinia._s.get('datasets')!
      const column = (of: (i: number) => number): Float32Array => Float32Array.from({ length: points }, (_, i) => of(i))
      const random = (scale: number) => (): number => scale * Math.random()
      const none = (): number => 0
      datasets.put({
        id: 'bench', label: 'bench', kind: 'localizations', source: { type: 'made', what: 'benchmark' },
        table: { frame: new Int32Array(points), x: column(random(25_600)), y: column(random(25_600)), z: column(() => 1500 * Math.random() - 750), photons: column(none), background: column(none), sigma_x: column(() => 10), sigma_y: column(() => 10), sigma_z: column(() => 20), sigma_photons: column(none), probability: column(() => 1) },
      }, 'a')
    }, count)
    await page.getByTestId('scene3d').getByText(`${count.toLocaleString('en')} points`).waitFor({ timeout: 120_000 })
    const shown = `${count / 1000} thousand points`
    const bare = await page.evaluate(drawBare, count)
    rows.push(
      { name: `3D view, ${shown}, all of them`, value: await whole(page), unit: 's', baseline: 'the same number of points by bare WebGL 2', baselineValue: bare },
      { name: `3D view, ${shown}, spinning`, value: await spinning(page), unit: 's', baseline: 'the same number of points by bare WebGL 2', baselineValue: bare },
      { name: `3D view, ${shown}, dragged`, value: await dragged(page), unit: 's', baseline: 'the same number of points by bare WebGL 2', baselineValue: bare },
    )
  }
  return rows
}

/** Seconds a picture of all points: the key 0 draws the view anew, at rest. */
async function whole(page: Page): Promise<number> {
  await page.locator('[data-testid=scene3d-view][data-whole=true]').waitFor({ timeout: 240_000 })
  await page.getByTestId('scene3d-view').focus()
  return framesSeconds(page, 6, '0')
}

/** Seconds a picture while the view turns by itself. */
async function spinning(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'Spin' }).click()
  const value = await framesSeconds(page, 12)
  await page.getByRole('button', { name: 'Spin' }).click()
  return value
}

async function dragged(page: Page): Promise<number> {
  const box = (await page.getByTestId('scene3d-view').boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  const measured = framesSeconds(page, 12)
  let going = true
  void measured.finally(() => { going = false })
  for (let i = 0; going; i++) await page.mouse.move(box.x + box.width / 2 + 60 * Math.sin(i / 5), box.y + box.height / 2 + 30 * Math.cos(i / 5))
  await page.mouse.up()
  return measured
}

/** Seconds from one picture of the view to the next. @param key pressed whenever there is one */
function framesSeconds(page: Page, frames: number, key?: string): Promise<number> {
  return page.evaluate(([wanted, key]) => new Promise<number>((resolve) => {
    const view = document.querySelector<HTMLElement>('[data-testid=scene3d-view]')!
    const press = (): void => { if (key !== undefined) view.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })) }
    let seen = 0
    let start = 0
    const watcher = new MutationObserver(() => {
      // The first picture may still be of what was before.
      if (seen++ === 0) start = performance.now()
      press()
      if (seen <= wanted) return
      watcher.disconnect()
      resolve((performance.now() - start) / 1000 / wanted)
    })
    watcher.observe(view, { attributeFilter: ['data-pictures'] })
    press()
  }), [frames, key] as const)
}

/** Runs in the page: seconds for a picture of random points of two pixels, 4 bytes of colour each, finished. */
function drawBare(count: number): number {
  const canvas = document.createElement('canvas')
  canvas.width = 900
  canvas.height = 780
  const gl = canvas.getContext('webgl2')!
  const shader = (type: number, source: string): WebGLShader => {
    const made = gl.createShader(type)!
    gl.shaderSource(made, source)
    gl.compileShader(made)
    return made
  }
  const program = gl.createProgram()!
  gl.attachShader(program, shader(gl.VERTEX_SHADER, '#version 300 es\nin vec3 p; in vec4 c; out vec4 v; void main() { v = c; gl_Position = vec4(p, 1.0); gl_PointSize = 2.0; }'))
  gl.attachShader(program, shader(gl.FRAGMENT_SHADER, '#version 300 es\nprecision mediump float; in vec4 v; out vec4 o; void main() { if (length(gl_PointCoord - 0.5) > 0.5) discard; o = v; }'))
  gl.linkProgram(program)
  gl.useProgram(program)
  const attribute = (name: string, size: number, type: number, data: Float32Array | Uint8Array): void => {
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
    gl.bufferData(gl.ARRAY_BUFFER, data as Float32Array<ArrayBuffer>, gl.STATIC_DRAW)
    const at = gl.getAttribLocation(program, name)
    gl.enableVertexAttribArray(at)
    gl.vertexAttribPointer(at, size, type, type !== gl.FLOAT, 0, 0)
  }
  attribute('p', 3, gl.FLOAT, Float32Array.from({ length: 3 * count }, () => 2 * Math.random() - 1))
  attribute('c', 4, gl.UNSIGNED_BYTE, new Uint8Array(4 * count).fill(200))
  gl.enable(gl.DEPTH_TEST)
  const pixel = new Uint8Array(4)
  const draw = (): void => {
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
    gl.drawArrays(gl.POINTS, 0, count)
    // Waits until it is drawn.
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel)
  }
  draw()
  const start = performance.now()
  for (let i = 0; i < 3; i++) draw()
  const seconds = (performance.now() - start) / 3000
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return seconds
}
