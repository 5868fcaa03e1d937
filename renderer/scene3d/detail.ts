// How many points are drawn while the 3D view moves: as many as come fluently. A graphics card draws all of a million; where the processor
// draws, as on a machine without one, fewer.

/** At the first movement, and the fewest. */
const first = 150_000
const fewest = 50_000
/** A picture that took shorter leaves room for more; one that took longer asks for fewer. */
const short_ms = 34
const long_ms = 90

export class Detail {
  points = first
  moving = false
  #last: number | undefined
  #drew = false

  /** A picture was asked of the card. */
  drew(): void {
    this.#drew = true
  }

  begin(): void {
    this.moving = true
    this.#last = undefined
  }

  end(): void {
    this.moving = false
  }

  /** At every animation frame while the view moves. @param now ms; @param total points there are. Whether another number is due. */
  frame(now: number, total: number): boolean {
    const took = this.#last === undefined || !this.#drew ? undefined : now - this.#last
    this.#last = now
    this.#drew = false
    if (took === undefined) return false
    const before = this.points
    if (took > long_ms) this.points = Math.max(fewest, Math.round(Math.min(before, total) * Math.max(0.25, short_ms / took)))
    else if (took < short_ms && before < total) this.points = Math.round(before * 1.25)
    return this.points !== before
  }
}
