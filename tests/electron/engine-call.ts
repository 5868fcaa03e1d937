// A call of the contract over a port of its own, from within the page: as the window itself makes it, and nothing in between.
import type { Page } from 'playwright-core'
import type { Answer, CallArgs, CallName, CallResults } from '../../electron/contract/api.ts'
import type { DesktopBridge } from '../../electron/contract/desktop.ts'

declare global {
  interface Window {
    structloc?: DesktopBridge
  }
}

/** Runs in the page, so it may use nothing of this module. Typed arrays become plain ones. */
export function callFromPage([name, args]: readonly [string, unknown]): Promise<unknown> {
  return new Promise((resolve) => {
    const id = `test-${Math.random()}`
    const hear = ({ data, ports: [port] }: MessageEvent): void => {
      if (data !== 'engine:port' || !port) return
      window.removeEventListener('message', hear)
      port.addEventListener('message', ({ data: answer }) => {
        if (answer.t !== 's' || answer.i !== id) return
        resolve(JSON.parse(JSON.stringify(answer.r, (_key, value: unknown) => (ArrayBuffer.isView(value) ? { arrayOf: value.constructor.name, values: [...value as Uint8Array] } : value))))
      })
      port.start()
      port.postMessage({ t: 'q', m: 'call', a: [1, name, args], i: id })
    }
    window.addEventListener('message', hear)
    window.structloc!.connectEngine()
  })
}

/** The value, or the error's sentence thrown. */
export function valueOf<T>(answer: unknown): T {
  const { ok, value, error } = answer as Answer<T> & { value?: T; error?: { code: string; message: string } }
  if (!ok) throw new Error(`${error?.code}: ${error?.message}`)
  return value as T
}

/** Rejects with the error's sentence. */
export async function callEngine<N extends CallName>(page: Page, name: N, args: CallArgs<N>): Promise<CallResults[N]> {
  return valueOf(await page.evaluate(callFromPage, [name, args] as const))
}
