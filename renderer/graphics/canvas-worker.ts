// A canvas that a worker draws on: the window's side. `serve-canvas.ts` is the other.

/** What both sides say besides what is the view's own. */
export type CanvasMessage<Start, Message> = { what: 'start'; canvas: OffscreenCanvas; start: Start } | { what: 'picture' } | { what: 'own'; message: Message }
export type CanvasNews<News> = { what: 'picture'; picture: ImageBitmap } | { what: 'failed'; message: string } | { what: 'own'; news: News }

export interface CanvasListener<News> {
  heard(news: News): void
  failed(message: string): void
}

export class CanvasWorker<Start, Message, News> {
  readonly #worker: Worker
  readonly #asked: PromiseWithResolvers<ImageBitmap>[] = []

  /** Takes the canvas over for good. */
  constructor(worker: Worker, canvas: HTMLCanvasElement, start: Start, { heard, failed }: CanvasListener<News>) {
    this.#worker = worker
    const fail = (message: string): void => {
      for (const { reject } of this.#asked.splice(0)) reject(new Error(message))
      failed(message)
    }
    worker.addEventListener('message', ({ data }: MessageEvent<CanvasNews<News>>) => {
      if (data.what === 'own') heard(data.news)
      else if (data.what === 'failed') fail(data.message)
      else this.#asked.shift()?.resolve(data.picture)
    })
    worker.addEventListener('error', ({ message }) => fail(message))
    const offscreen = canvas.transferControlToOffscreen()
    this.#post({ what: 'start', canvas: offscreen, start }, [offscreen])
  }

  /** @param handed buffers that are handed over, not copied */
  tell(message: Message, handed: ArrayBufferLike[] = []): void {
    this.#post({ what: 'own', message }, handed as ArrayBuffer[])
  }

  /** The whole picture of what it was told so far. */
  picture(): Promise<ImageBitmap> {
    const asked = Promise.withResolvers<ImageBitmap>()
    this.#asked.push(asked)
    this.#post({ what: 'picture' })
    return asked.promise
  }

  end(): void {
    this.#worker.terminate()
  }

  #post(message: CanvasMessage<Start, Message>, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer)
  }
}
