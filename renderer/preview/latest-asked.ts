// One question at a time, and after it the newest: for answers that a moving slider outruns. What is no longer wanted is cancelled.

export interface AskedParts<Q, A> {
  run: (question: Q, signal: AbortSignal) => Promise<A>
  /** Whether the running question should be cancelled for the next one. */
  stale: (running: Q, next: Q) => boolean
  answered: (answer: A) => void
  failed: (error: unknown) => void
  busy: (is: boolean) => void
}

export class LatestAsked<Q, A> {
  readonly #parts: AskedParts<Q, A>
  #running: { question: Q; stop: AbortController; quiet: boolean } | undefined
  #next: { question: Q } | undefined

  constructor(parts: AskedParts<Q, A>) {
    this.#parts = parts
  }

  /** Wants an answer; those wanted before and not yet asked are forgotten. */
  want(question: Q): void {
    this.#next = { question }
    this.#parts.busy(true)
    if (this.#running && this.#parts.stale(this.#running.question, question)) this.#running.stop.abort()
    if (!this.#running) void this.#ask()
  }

  /** The answer is known already: nothing is asked, and what is on its way is not told. */
  take(question: Q, answer: A): void {
    if (this.#running) {
      this.#running.quiet = true
      if (this.#parts.stale(this.#running.question, question)) this.#running.stop.abort()
    }
    this.#next = undefined
    this.#parts.busy(false)
    this.#parts.answered(answer)
  }

  cancel(): void {
    this.#next = undefined
    this.#running?.stop.abort()
    this.#parts.busy(false)
  }

  async #ask(): Promise<void> {
    for (let next = this.#next; next; next = this.#next) {
      this.#next = undefined
      const stop = new AbortController()
      const running = (this.#running = { question: next.question, stop, quiet: false })
      try {
        const answer = await this.#parts.run(next.question, stop.signal)
        if (!stop.signal.aborted && !running.quiet) this.#parts.answered(answer)
      } catch (error) {
        if (!stop.signal.aborted && !running.quiet && !this.#next) this.#parts.failed(error)
      }
    }
    this.#running = undefined
    this.#parts.busy(false)
  }
}
