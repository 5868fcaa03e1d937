// A circuit breaker: how often a process may die without getting anything done before we stop starting it.

export interface BreakerOptions {
  /** Deaths without progress that open the breaker. */
  deaths: number
  /** Only deaths of this last stretch count. */
  window_s: number
}

export const breakerDefaults: BreakerOptions = { deaths: 3, window_s: 60 }

export class Breaker {
  private times_s: number[] = []
  private readonly options: BreakerOptions

  constructor(options: Partial<BreakerOptions> = {}) {
    this.options = { ...breakerDefaults, ...options }
  }

  /** Deaths that count at present. */
  get deaths(): number {
    return this.times_s.length
  }

  /** Notes a death. True: that was one too many. */
  died(now_s: number): boolean {
    this.times_s = this.times_s.filter((time) => now_s - time < this.options.window_s)
    this.times_s.push(now_s)
    return this.times_s.length >= this.options.deaths
  }

  /** Something was done: earlier deaths no longer count. */
  progress(): void {
    this.times_s.length = 0
  }
}
