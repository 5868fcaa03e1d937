// Started with the window.

/** Starts the browser's graphics beside the window, so that no view has to wait for them. */
export function warmGraphics(): void {
  if (typeof OffscreenCanvas === 'undefined') return
  const worker = new Worker(new URL('./warm-graphics-worker.ts', import.meta.url), { type: 'module' })
  const end = (): void => worker.terminate()
  worker.addEventListener('message', end)
  worker.addEventListener('error', end)
}
