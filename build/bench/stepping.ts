// Stepping through frames in a browser (Chromium; without a graphics card views are drawn by the processor, and WebGL, of the baseline, by
// Chromium's software): from asking for a frame to its picture, with the preview of a network switched on as it is by default, forwards through
// frames never seen, and to frames at random places of a stack over 10 GB; against uploading and drawing frames of that size by bare WebGL 2 in
// the same page. The frames that are looked at stand in the file cache, so the disk is not measured. Playing: the frames a second that come where
// 30 are asked for.
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { startWebHostProcess, temporaryFolders } from '../../tests/e2e/web-host.ts'
import { chromiumArguments, chromiumPath } from '../browser-tests.ts'
import { builtPages } from '../pages.ts'
import type { BenchRow } from './read.ts'
import { writeSparseStack } from './sparse-stack.ts'

const stacks = [{ side: 512, frames: 20_000 }, { side: 2048, frames: 1280 }] as const
const [forwards, random] = [40, 12]
/** What is played, and how fast it is asked to go. */
const [playedFrom, played_s, asked_hz] = [200, 2, 30]

export async function run(): Promise<BenchRow[]> {
  const executablePath = chromiumPath()
  if (!executablePath) {
    console.log('stepping: skipped, there is no Chromium')
    return []
  }
  await builtPages()
  const folders = await temporaryFolders('bench-stepping')
  const browser = await chromium.launch({ executablePath, args: [...chromiumArguments] })
  const web = await startWebHostProcess(folders)
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    await page.goto(web.url)
    const rows: BenchRow[] = []
    for (const { side, frames } of stacks) {
      // What is fetched ahead of them counts, too.
      const from = (first: number, count: number): number[] => Array.from({ length: count + (side > 1000 ? 8 : 64) }, (_, i) => first + i)
      const jumps = Array.from({ length: random }, (_, i) => (i * 7919 + 500) % frames)
      await writeSparseStack(join(folders.root, `${side}.tif`), side, frames, [...new Set([...from(0, forwards + 1), ...from(playedFrom, played_s * asked_hz + 1), ...jumps])])
      await page.getByTestId('open').click()
      await page.getByTestId(`file-${side}.tif`).dblclick()
      await page.getByTestId('movie-tabs').getByText(`${side}.tif`).waitFor()
      await page.getByTestId('frame-canvas').waitFor()
      const bare = await page.evaluate(drawBareFrames, side)
      const name = `frames of ${side}×${side}`
      for (const [title, targets] of [
        [`step forwards, ${name}`, Array.from({ length: forwards }, (_, i) => i + 1)],
        [`jump, ${name}`, jumps],
      ] as const) {
        const { median, slowest } = await steps(page, targets)
        const baseline = { baseline: 'upload and draw by bare WebGL 2', baselineValue: bare }
        rows.push({ name: `${title}, median`, value: median, unit: 'ms', ...baseline }, { name: `${title}, 95th of 100`, value: slowest, unit: 'ms', ...baseline })
      }
      rows.push({ name: `play, ${name}`, value: await play(page), unit: 'frames/s', baseline: 'upload and draw by bare WebGL 2', baselineValue: 1000 / bare })
    }
    return rows
  } finally {
    await browser.close()
    await web.stop()
    await folders.remove()
  }
}

/** Frames that come a second where `asked_hz` are asked for. */
async function play(page: Page): Promise<number> {
  await steps(page, [playedFrom])
  const first = playedFrom + 1
  const rate = page.getByTestId('rate').locator('input')
  await rate.fill(String(asked_hz))
  await rate.press('Enter')
  await page.getByTestId('play').click()
  const at = (): Promise<{ frame: number; now: number }> => page.evaluate(() => ({ frame: Number(document.querySelector<HTMLElement>('[data-testid=frame-box]')!.dataset.frame), now: performance.now() }))
  await page.waitForFunction((frame) => Number(document.querySelector<HTMLElement>('[data-testid=frame-box]')!.dataset.frame) > frame, first)
  const start = await at()
  await page.waitForTimeout(1000 * played_s)
  const end = await at()
  await page.getByTestId('play').click()
  return (end.frame - start.frame) / ((end.now - start.now) / 1000)
}

/** Milliseconds from asking for each frame to the animation frame after it is shown. */
function steps(page: Page, targets: readonly number[]): Promise<{ median: number; slowest: number }> {
  return page.evaluate(async (wanted) => {
    interface Stores { get(name: 'movies'): { show(frame: number): void }; get(name: 'frame-view'): { shown?: { frame: number } } }
    interface App { __vue_app__: { config: { globalProperties: { $pinia: { _s: Stores } } } } }
    const stores = (document.querySelector('#app') as unknown as App).__vue_app__.config.globalProperties.$pinia._s
    const [movies, view] = [stores.get('movies'), stores.get('frame-view')]
    const nextPicture = (): Promise<unknown> => new Promise((resolve) => { requestAnimationFrame(resolve) })
    const times: number[] = []
    for (const frame of wanted) {
      const start = performance.now()
      movies.show(frame)
      while (view.shown?.frame !== frame) await nextPicture()
      await nextPicture()
      times.push(performance.now() - start)
    }
    times.sort((a, b) => a - b)
    return { median: times[Math.floor(times.length / 2)], slowest: times[Math.floor(0.95 * times.length)] }
  }, targets)
}

/** Runs in the page: milliseconds to upload a frame as a 16-bit texture and draw it, finished. */
function drawBareFrames(side: number): number {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 800
  const gl = canvas.getContext('webgl2')!
  const program = gl.createProgram()!
  for (const [type, source] of [
    [gl.VERTEX_SHADER, '#version 300 es\nvoid main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }'],
    [gl.FRAGMENT_SHADER, `#version 300 es\nprecision highp float; precision highp usampler2D; uniform usampler2D frame; out vec4 o; void main() { o = vec4(float(texelFetch(frame, ivec2(gl_FragCoord.xy * ${(side / 800).toFixed(6)}), 0).r) / 1000.0); }`],
  ] as const) {
    const shader = gl.createShader(type)!
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  gl.useProgram(program)
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
  const [values, pixel] = [new Uint16Array(side * side), new Uint8Array(4)]
  const times: number[] = []
  for (let i = 0; i < 8; i++) {
    const start = performance.now()
    values.fill(i)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R16UI, side, side, 0, gl.RED_INTEGER, gl.UNSIGNED_SHORT, values)
    gl.drawArrays(gl.TRIANGLES, 0, 3)
    // Waits until it is drawn.
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel)
    times.push(performance.now() - start)
  }
  gl.getExtension('WEBGL_lose_context')?.loseContext()
  return times.sort((a, b) => a - b)[4]
}
