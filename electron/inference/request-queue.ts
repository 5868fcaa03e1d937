// The requests that the inference process has not begun: urgent runs first, else in the order in which they came.
import type { Asked } from './protocol.ts'

export class RequestQueue {
  readonly #waiting: Asked[] = []

  add(request: Asked): void {
    if (!isUrgent(request)) return void this.#waiting.push(request)
    const place = this.#waiting.findIndex((other) => other.kind === 'run' && !isUrgent(other))
    this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, request)
  }

  /** Takes out a run that is no longer wanted; what opens or closes a session is always done. */
  drop(id: number): void {
    const place = this.#waiting.findIndex((request) => request.kind === 'run' && request.id === id)
    if (place >= 0) this.#waiting.splice(place, 1)
  }

  next(): Asked | undefined {
    return this.#waiting.shift()
  }
}

const isUrgent = (request: Asked): boolean => request.kind === 'run' && request.urgent
