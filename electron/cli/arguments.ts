// Reads a command's arguments by its table of options, on top of node:util's parseArgs.
import { parseArgs } from 'node:util'
import { UsageError, type Command, type OptionSpec, type OptionSpecs } from './command.ts'
import { didYouMean } from './nearest.ts'

export interface ParsedArguments {
  positionals: string[]
  values: Record<string, unknown>
  json: boolean
  help: boolean
}

/** Options that every command has. */
export const commonOptions = {
  json: { type: 'flag', about: 'print one JSON document on stdout' },
  help: { type: 'flag', about: 'show this help' },
} as const satisfies OptionSpecs

/** @throws UsageError that names the option and says what would be right */
export function parseArguments(command: Pick<Command, 'name' | 'positionals' | 'options'>, args: readonly string[]): ParsedArguments {
  const specs: OptionSpecs = { ...command.options, ...commonOptions }
  const { tokens } = parseArgs({
    args: joinValues(args, specs), strict: false, allowPositionals: true, tokens: true,
    options: Object.fromEntries(Object.entries(specs).map(([name, { type }]) => [name, { type: type === 'flag' ? 'boolean' : 'string' } as const])),
  })
  const positionals: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(command.options)) if (spec.type === 'flag') values[name] = false
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined
    if (!spec) throw new UsageError(`There is no option ${token.rawName}.${didYouMean(token.name, Object.keys(specs), '--')}`)
    if (values[token.name] !== undefined && values[token.name] !== false) throw new UsageError(`--${token.name} is given more than once.`)
    values[token.name] = readValue(token.name, spec, token.value)
  }
  const { json = false, help = false, ...rest } = values
  if (!help) checkComplete(command, positionals, rest)
  return { positionals, values: rest, json: json === true, help: help === true }
}

/** `--frames A:B`, from 1 and both included, as frames [first, end) from 0. */
export function frameRange(given: readonly [number, number] | undefined): { first: number; end: number } | undefined {
  if (!given) return undefined
  if (!given.every(Number.isInteger)) throw new UsageError(`--frames is two whole numbers, A:B; '${given.join(':')}' was given.`)
  return { first: given[0] - 1, end: given[1] }
}

/** `--name value` as `--name=value`, so that values may begin with a minus (`--z-range -750:750`), though not with two. */
function joinValues(args: readonly string[], specs: OptionSpecs): string[] {
  const out: string[] = []
  for (let i = 0; i < args.length; i++) {
    const name = args[i].startsWith('--') ? args[i].slice(2) : ''
    const takesValue = Object.hasOwn(specs, name) && specs[name].type !== 'flag'
    const next = args[i + 1]
    if (takesValue) {
      if (next === undefined || next.startsWith('--')) throw new UsageError(`--${name} needs a value: ${specs[name].value ?? specs[name].type}.`)
      out.push(`${args[i]}=${next}`)
      i++
    } else if (args[i] === '-h') out.push('--help')
    else out.push(args[i])
  }
  return out
}

function checkComplete(command: Pick<Command, 'positionals' | 'options'>, positionals: readonly string[], values: Record<string, unknown>): void {
  const { positionals: wanted, options } = command
  if (positionals.length < wanted.length) throw new UsageError(`${wanted[positionals.length].name} is missing: ${wanted[positionals.length].about}.`)
  if (positionals.length > wanted.length && !wanted.at(-1)?.rest) throw new UsageError(`'${positionals[wanted.length]}' is one argument too many.`)
  for (const [name, spec] of Object.entries(options)) {
    if (spec.required && values[name] === undefined) throw new UsageError(`--${name} ${spec.value ?? 'VALUE'} is missing: ${spec.about}.`)
  }
}

function readValue(name: string, spec: OptionSpec, text: string | boolean | undefined): unknown {
  if (spec.type === 'flag') {
    if (typeof text === 'string') throw new UsageError(`--${name} takes no value; '${text}' was given.`)
    return true
  }
  if (typeof text !== 'string' || text === '') throw new UsageError(`--${name} needs a value: ${spec.value ?? spec.type}.`)
  if (spec.choices && !spec.choices.includes(text)) {
    throw new UsageError(`--${name} is one of ${spec.choices.join(', ')}; '${text}' was given.${didYouMean(text, spec.choices)}`)
  }
  if (spec.type === 'text') return text
  if (spec.type === 'range') {
    const parts = text.split(':')
    if (parts.length !== 2) throw new UsageError(`--${name} is two numbers, A:B; '${text}' was given.`)
    const [low, high] = parts.map((part) => readNumber(name, spec, part))
    if (low > high) throw new UsageError(`--${name} ${text}: the first number exceeds the second.`)
    return [low, high]
  }
  return readNumber(name, spec, text)
}

function readNumber(name: string, spec: OptionSpec, text: string): number {
  const value = Number(text)
  const { least = -Infinity, most = Infinity } = spec
  const whole = spec.type !== 'integer' || Number.isSafeInteger(value)
  if (text.trim() !== '' && Number.isFinite(value) && whole && value >= least && value <= most) return value
  const kind = spec.type === 'integer' ? 'a whole number' : spec.type === 'range' ? 'two numbers, A:B,' : 'a number'
  const bounds = least > -Infinity && most < Infinity ? ` from ${least} to ${most}` : least > -Infinity ? ` of at least ${least}` : most < Infinity ? ` of at most ${most}` : ''
  throw new UsageError(`--${name} is ${kind}${bounds}; '${text}' was given.`)
}
