// Plays a movie: the next frame when its time has come and it is there. A frame that is late is waited for, none is left out.

export interface PlaybackParts {
  /** Frames per second. */
  rate_hz: () => number
  /** Whether the next frame can be shown now. */
  ready: () => boolean
  advance: () => void
  /** Calls back before the next repaint, with the time in ms. */
  nextRepaint: (callback: (now: number) => void) => number
  cancelRepaint: (handle: number) => void
}

export class Playback {
  readonly #parts: PlaybackParts
  #handle: number | undefined
  #due = 0

  constructor(parts: PlaybackParts) {
    this.#parts = parts
  }

  start(): void {
    if (this.#handle !== undefined) return
    this.#due = 0
    this.#handle = this.#parts.nextRepaint(this.#tick)
  }

  stop(): void {
    if (this.#handle !== undefined) this.#parts.cancelRepaint(this.#handle)
    this.#handle = undefined
  }

  readonly #tick = (now: number): void => {
    this.#handle = this.#parts.nextRepaint(this.#tick)
    if (now < this.#due - 1 || !this.#parts.ready()) return
    const interval = 1000 / this.#parts.rate_hz()
    // In step with the clock, unless a frame was waited for.
    this.#due = now - this.#due > interval ? now + interval : this.#due + interval
    this.#parts.advance()
  }
}
