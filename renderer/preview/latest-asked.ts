// One question at a time, and after it the newest: for answers that a moving slider outruns. What is no longer wanted is cancelled;
// spare questions go out while nobody waits, and give way.

export interface AskedParts<Q, A> {
  run: (question: Q, signal: AbortSignal) => Promise<A>
  /** Whether the running question's answer is the next one's. */
  serves: (running: Q, next: Q) => boolean
  /** Whether the running question should be cancelled for the next one. */
  stale: (running: Q, next: Q) => boolean
  answered: (answer: A) => void
  failed: (error: unknown) => void
  busy: (is: boolean) => void
  /** Nothing is wanted and nothing runs: time for a spare question. */
  idle: () => void
}

export class LatestAsked<Q, A> {
  readonly #parts: AskedParts<Q, A>
  #running: { question: Q; stop: AbortController; spare: boolean } | undefined
  #next: { question: Q; spare: boolean } | undefined

  constructor(parts: AskedParts<Q, A>) {
    this.#parts = parts
  }

  /** Wants an answer; those wanted before and not yet asked are forgotten. */
  want(question: Q): void {
    const running = this.#running
    this.#parts.busy(true)
    if (running && !running.stop.signal.aborted && this.#parts.serves(running.question, question)) {
      running.spare = false
      this.#next = undefined
      return
    }
    this.#next = { question, spare: false }
    this.#giveWay(question)
    this.#go()
  }

  /** The answer is known already. */
  take(question: Q, answer: A): void {
    this.#giveWay(question)
    this.#next = undefined
    this.#parts.busy(false)
    this.#parts.answered(answer)
    if (!this.#running) this.#parts.idle()
  }

  /** Asks without anyone waiting; its answer is not told. Ignored while something is wanted. */
  spare(question: Q): void {
    if (this.#running || this.#next) return
    this.#next = { question, spare: true }
    this.#go()
  }

  cancel(): void {
    this.#next = undefined
    this.#running?.stop.abort()
    this.#parts.busy(false)
  }

  #giveWay(question: Q): void {
    const running = this.#running
    if (running && (running.spare || this.#parts.stale(running.question, question))) running.stop.abort()
  }

  #go(): void {
    if (this.#running || !this.#next) return
    const { question, spare } = this.#next
    this.#next = undefined
    const running = (this.#running = { question, spare, stop: new AbortController() })
    void this.#ask(running)
  }

  async #ask(running: { question: Q; stop: AbortController; spare: boolean }): Promise<void> {
    const { signal } = running.stop
    let failed = false
    try {
      const answer = await this.#parts.run(running.question, signal)
      if (!signal.aborted && !running.spare) this.#parts.answered(answer)
    } catch (error) {
      failed = true
      if (!signal.aborted && !running.spare && !this.#next) this.#parts.failed(error)
    }
    this.#running = undefined
    if (this.#next) return this.#go()
    this.#parts.busy(false)
    // After an error nothing is asked by itself: it would most likely fail again, without an end.
    if (!failed) this.#parts.idle()
  }
}
