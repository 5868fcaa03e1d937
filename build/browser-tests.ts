// What the tests in a browser need: the built window, and Chromium, which comes from the system's package manager where that is
// possible without asking (Debian, Ubuntu, as root). Without it those tests skip, and say so.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { builtPages } from './pages.ts'

const places = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
]

/** A Chromium or Chrome of this machine; `STRUCTLOC_CHROMIUM` names another. Undefined where there is none. */
export function chromiumPath(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return [environment.STRUCTLOC_CHROMIUM || '', ...places].find((path) => path !== '' && existsSync(path))
}

/**
 * How it is started, here and by the benchmarks. Without a graphics card it is as for anybody without one: pages by the processor, WebGL by
 * Chromium's own software driver. (Asked for by `--use-angle`, that driver would draw the pages, too, and much slower.)
 */
export const chromiumArguments = ['--no-sandbox', '--enable-unsafe-swiftshader', '--disable-background-networking', '--no-first-run'] as const

/** Before the tests run, once. */
export async function prepareBrowserTests(): Promise<void> {
  if (!chromiumPath()) installChromium()
  await builtPages()
}

function installChromium(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.log('Installing Chromium for the tests in a browser (apt-get, once) …')
  const apt = (...args: string[]): boolean => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
  const install = ['install', '-y', '--no-install-recommends', 'chromium']
  if (apt(...install) || (apt('update') && apt(...install))) return
  console.log('Chromium could not be installed; the tests in a browser will be skipped.')
}
