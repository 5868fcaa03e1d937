// The program's processes while it runs: starting the command line, finding its children, killing one of them.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = join(import.meta.dirname, '../..')

/** What can be killed. The engine is the command line's own process. */
export type Role = 'engine' | 'inference' | 'trainer'

const marks: Readonly<Record<Exclude<Role, 'engine'>, RegExp>> = { inference: /electron[\\/]inference[\\/]main\.ts/, trainer: /-m structloc_trainer/ }

export interface Program {
  child: ChildProcess
  /** Exit code, null where a signal ended it, and what it wrote. */
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>
}

/** Starts `structloc …`. */
export function startProgram(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Program {
  const child = spawn(process.execPath, [join(root, 'electron/cli/main.ts'), ...args], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, STRUCTLOC_MODELS: join(root, 'models'), ...environment },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))) }
}

/** The process of a role under the program; undefined while there is none. */
export function processOf(role: Role, program: Program): number | undefined {
  const { pid, exitCode, signalCode } = program.child
  if (pid === undefined || exitCode !== null || signalCode !== null) return undefined
  return role === 'engine' ? pid : descendants(pid).find(({ command }) => marks[role].test(command))?.pid
}

/** Kills, and tells whether there was something to kill. */
export function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

export function descendants(pid: number): { pid: number; command: string }[] {
  const ps = 'ps'
  const all = execFileSync(ps, ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\n').flatMap((line) => {
    const [, own, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? []
    return own === undefined ? [] : [{ pid: Number(own), parent: Number(parent), command }]
  })
  const found = new Set([pid])
  for (let before = 0; before !== found.size;) {
    before = found.size
    for (const one of all) if (found.has(one.parent)) found.add(one.pid)
  }
  return all.filter((one) => found.has(one.pid) && one.pid !== pid)
}

/** Waits until none of these processes is left: what an engine started must not outlive it. @throws where one does */
export async function allGone(pids: readonly number[], patience_s = 60): Promise<void> {
  const alive = (pid: number): boolean => {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }
  for (let waited_s = 0; pids.some(alive); waited_s += 0.1) {
    if (waited_s > patience_s) throw new Error(`process ${pids.find(alive)} outlived the engine that started it by ${patience_s} s`)
    await sleep(100)
  }
}
