// Running a command again and again under kills until it ends by itself.
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { allGone, descendants, kill, processOf, startProgram, type Role } from './processes.ts'

/** What was killed so far, and where the moments come from. */
export class Kills {
  readonly count: Record<Role, number> = { engine: 0, inference: 0, trainer: 0 }
  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
  }

  get total(): number {
    return this.count.engine + this.count.inference + this.count.trainer
  }

  note(role: Role): void {
    this.count[role]++
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.#random()
  }

  oneOf<T>(values: readonly T[]): T {
    return values[Math.min(values.length - 1, Math.floor(values.length * this.#random()))]
  }
}

export interface Disturbed {
  args: readonly string[]
  environment?: NodeJS.ProcessEnv
  /** Which processes are killed. */
  roles: readonly Role[]
  /** Kills in all after which it is left alone. */
  until: number
  /** Longest time to the next kill, seconds: so that most starts are cut off, and none always at the same stage. */
  most_s: number
  /** How much is done, each time the engine has ended; must never become less. */
  done: () => number
}

/**
 * Starts the command, kills, starts it again with `--resume`, until it ends by itself; `whole_s` is its time where it was not disturbed.
 * @throws where something is lost on the way
 */
export async function runUnderKills({ args, environment, roles, until, most_s, done }: Disturbed, kills: Kills): Promise<{ starts: number; whole_s: number | undefined }> {
  let reached = 0
  for (let starts = 1; ; starts++) {
    const began = performance.now()
    const program = startProgram([...args, '--resume', '--json'], environment)
    let over = false
    let killed: Role | undefined
    let children: number[] = []
    const ended = program.ended.then((end) => {
      over = true
      return end
    })
    while (!over && kills.total < until && killed !== 'engine') {
      await Promise.race([sleep(1000 * kills.between(0, most_s)), ended])
      const role = kills.oneOf(roles)
      const pid = processOf(role, program)
      if (over || pid === undefined) continue
      if (role === 'engine') children = descendants(pid).map((one) => one.pid)
      if (!kill(pid)) continue
      kills.note(role)
      killed = role
    }
    const { code, stderr } = await ended
    await allGone(children)
    if (code === 0) return { starts, whole_s: starts === 1 && killed === undefined ? (performance.now() - began) / 1000 : undefined }
    if (killed === undefined) throw new Error(`it ended with exit code ${code} although nothing was killed: ${stderr.slice(-2000)}`)
    // The death of a trainer ends the job, and the sentence must say so.
    if (code !== null && !/--resume goes on|died/.test(stderr)) throw new Error(`after a kill of the ${killed} it ended with exit code ${code}, and the sentence does not say how to go on: ${stderr.slice(-2000)}`)
    const now = done()
    if (now < reached) throw new Error(`${reached} were done before the kill of the ${killed}, ${now} after it`)
    reached = now
  }
}
