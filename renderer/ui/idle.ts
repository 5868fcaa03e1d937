// When the window has nothing else to do.

/** Over when the window rests, or after `most_ms` where it does not. Not every browser tells. */
export function idle(most_ms = 2000): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: most_ms })
    else setTimeout(resolve, 200)
  })
}
