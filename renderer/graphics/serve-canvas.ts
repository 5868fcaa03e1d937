// A canvas that a worker draws on: the worker's side of `canvas-worker.ts`.
import type { CanvasMessage, CanvasNews } from './canvas-worker.ts'

export interface CanvasServer<Start, Message> {
  start(canvas: OffscreenCanvas, start: Start): void
  hear(message: Message): void
  /** Draws what is still to be drawn: a picture is taken. */
  finish(): void
}

/** Serves the window; gives what tells it something. */
export function serveCanvas<Start, Message, News>(server: CanvasServer<Start, Message>): (news: News) => void {
  const post = (news: CanvasNews<News>, transfer: Transferable[] = []): void => { self.postMessage(news, { transfer }) }
  let canvas: OffscreenCanvas

  async function obey(message: CanvasMessage<Start, Message>): Promise<void> {
    if (message.what === 'own') return server.hear(message.message)
    if (message.what === 'start') return server.start((canvas = message.canvas), message.start)
    server.finish()
    const picture = await createImageBitmap(canvas)
    post({ what: 'picture', picture }, [picture])
  }

  self.addEventListener('message', ({ data }: MessageEvent<CanvasMessage<Start, Message>>) => {
    void obey(data).catch((error: unknown) => post({ what: 'failed', message: error instanceof Error ? error.message : String(error) }))
  })
  return (news) => post({ what: 'own', news })
}
