// Networks and trainings take every processor for long. Where a person looks at a window meanwhile, they give way to it.
import { readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

const linux = process.platform === 'linux'

/**
 * How a process is started that is to give way: on Linux in a session of its own, because kernels with autogroups share processors out by
 * session first, and compare priorities within one only.
 */
export const givingWay = { detached: linux } as const

/**
 * What else wants a processor goes before this process and the threads it starts from now on. Only ever asked of processes of our own; where the
 * system does not do it, they run as before.
 */
export function giveWay(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
    // Never that of others who are in the same session.
    if (linux && sessionOf(pid) === pid) writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_BELOW_NORMAL))
  } catch {
    // It has ended already, or this kernel has no such groups.
  }
}

function sessionOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // Behind the name, which may hold anything: state, parent, process group, session.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
}
