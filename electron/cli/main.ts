// structloc COMMAND …: the engine without a window. Commands are loaded when they are asked for.
import { StructLocError } from '../../core/errors.ts'
import { parseArguments } from './arguments.ts'
import { UsageError, type Command } from './command.ts'
import { createConsole } from './console.ts'
import { commandHelp, overallHelp } from './help.ts'
import { didYouMean } from './nearest.ts'

/** Every command: what the overall help says of it, and its module (which exports `command`). */
const commands: Record<string, { summary: string; load: () => Promise<{ command: Command }> }> = {
  info: { summary: 'what a movie file holds', load: () => import('./commands/info.ts') },
  simulate: { summary: 'make a movie of blinking molecules, with its truth', load: () => import('./commands/simulate.ts') },
  calibrate: { summary: 'a PSF from a stack of beads', load: () => import('./commands/calibrate.ts') },
  train: { summary: 'train a network on the simulator', load: () => import('./commands/train.ts') },
  models: { summary: 'shipped and own models', load: () => import('./commands/models.ts') },
  cameras: { summary: 'the cameras known by name', load: () => import('./commands/cameras.ts') },
  'camera-maps': { summary: "a camera's maps from dark and flat stacks", load: () => import('./commands/camera-maps.ts') },
  localize: { summary: 'find the molecules of a movie with a model', load: () => import('./commands/localize.ts') },
  convert: { summary: 'a table in the format of another program', load: () => import('./commands/convert.ts') },
  evaluate: { summary: 'score localizations against the truth', load: () => import('./commands/evaluate.ts') },
  doctor: { summary: 'what works on this machine, and what to do about the rest', load: () => import('./commands/doctor.ts') },
  study: { summary: 'train and compare arms as declared in a file', load: () => import('./commands/study.ts') },
  demo: { summary: 'simulate, localize with both shipped models, score and report', load: () => import('./commands/demo.ts') },
}

const exitCode = { good: 0, failure: 1, wrongUse: 2 } as const

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  const list = Object.entries(commands).map(([command, { summary }]) => ({ name: command, summary }))
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    if (name === 'help' && rest.length > 0) return main([...rest, '--help'])
    if (name === undefined) throw new UsageError('A command is missing.')
    process.stdout.write(`${overallHelp(list)}\n`)
    return exitCode.good
  }
  if (!Object.hasOwn(commands, name)) {
    const known = Object.keys(commands)
    throw new UsageError(`There is no command '${name}'.${didYouMean(name, known)} There are: ${known.join(', ')}.`)
  }
  const { command } = await commands[name].load()
  const { positionals, values, json, help } = parseArguments(command, rest)
  if (help) {
    process.stdout.write(`${commandHelp(command)}\n`)
    return exitCode.good
  }
  const stop = new AbortController()
  let interruptedAt = -Infinity
  const interrupt = (): void => {
    // One that was sent to a group of processes comes twice, directly and passed on; a second Ctrl+C does not wait.
    const again = performance.now() - interruptedAt > 300
    if (stop.signal.aborted && again) process.exit(exitCode.failure)
    interruptedAt = performance.now()
    stop.abort()
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  const lines = createConsole()
  try {
    const outcome = await command.run(positionals, values, { signal: stop.signal, progress: lines.progress, notice: lines.notice })
    lines.clear()
    process.stdout.write(json ? `${JSON.stringify(outcome.json)}\n` : `${outcome.text}\n`)
    return exitCode.good
  } finally {
    lines.clear()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

// A reader that has seen enough (`… | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitCode.good : exitCode.failure))
try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const wrongUse = error instanceof UsageError
  const known = wrongUse || error instanceof StructLocError
  const message = error instanceof Error ? error.message : String(error)
  const help = Object.hasOwn(commands, process.argv[2] ?? '') ? `${process.argv[2]} --help` : '--help'
  process.stderr.write(known ? `structloc: ${message}\n` : `structloc: this should not have happened: ${message} (STRUCTLOC_DEBUG=1 shows where)\n`)
  if (wrongUse) process.stderr.write(`See: npm run -s structloc -- ${help}\n`)
  if (process.env.STRUCTLOC_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n${error.cause instanceof Error ? `Caused by: ${error.cause.stack}\n` : ''}`)
  process.exitCode = wrongUse ? exitCode.wrongUse : exitCode.failure
}
