// Whether there is a graphics card. Where there is none, views are drawn by programs of the processor of our own, many times faster than by a
// driver that lets it play a card.
import { useSettings } from '../settings/index.ts'
import { isCard } from './driver.ts'

let driver: Promise<string | undefined> | undefined

/** The name of what WebGL 2 draws with; undefined where it cannot be had. Asked for once, beside the window: to be begun with it. */
export function graphicsDriver(): Promise<string | undefined> {
  return (driver ??= askDriver())
}

function askDriver(): Promise<string | undefined> {
  const worker = new Worker(new URL('./card-worker.ts', import.meta.url), { type: 'module' })
  return new Promise((resolve) => {
    const end = (name?: string): void => {
      worker.terminate()
      resolve(name)
    }
    worker.addEventListener('message', ({ data }: MessageEvent<string | undefined>) => end(data))
    worker.addEventListener('error', () => end())
  })
}

/** Whether views are drawn by the graphics card, as a person chose or, where left to the program, where there is one. */
export async function drawnByCard(): Promise<boolean> {
  const { drawnBy } = useSettings().settings
  const name = drawnBy === 'processor' ? undefined : await graphicsDriver()
  return name !== undefined && (drawnBy === 'card' || isCard(name))
}
