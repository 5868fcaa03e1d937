// A call of the contract over a port of its own, from within the page: as the window itself makes it, and nothing in between.
import type { Page } from 'playwright-core'
import type { Answer, CallArgs, CallName, CallResults } from '../../electron/contract/api.ts'
import type { DesktopBridge } from '../../electron/contract/desktop.ts'

declare global {
  interface Window {
    structloc?: DesktopBridge
  }
}

/** Rejects with the error's sentence. Typed arrays come back as plain ones. */
export async function callEngine<N extends CallName>(page: Page, name: N, args: CallArgs<N>): Promise<CallResults[N]> {
  const answer = await page.evaluate(([name, args]) => new Promise<unknown>((resolve) => {
    const id = `test-${Math.random()}`
    window.addEventListener('message', ({ data, ports: [port] }) => {
      if (data !== 'engine:port' || !port) return
      port.addEventListener('message', ({ data: answer }) => {
        if (answer.t !== 's' || answer.i !== id) return
        resolve(JSON.parse(JSON.stringify(answer.r, (_key, value: unknown) => (ArrayBuffer.isView(value) ? { arrayOf: value.constructor.name, values: [...value as Uint8Array] } : value))))
      })
      port.start()
      port.postMessage({ t: 'q', m: 'call', a: [1, name, args], i: id })
    }, { once: true })
    window.structloc!.connectEngine()
  }), [name, args] as const) as Answer<CallResults[N]>
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
  return answer.value
}
