// What a command of the command line is: its name, options and what it does. One file a command in commands/.

export interface OptionSpec {
  /** 'flag' takes no value; the others are checked before the command runs. 'range' is A:B, two numbers. */
  type: 'flag' | 'text' | 'number' | 'integer' | 'range'
  /** How the value is called in the help. */
  value?: string
  about: string
  required?: boolean
  /** The only values allowed. */
  choices?: readonly string[]
  /** Least and largest number allowed. */
  least?: number
  most?: number
  /** Shown in the help; the command itself supplies it. */
  default?: string
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>

type ValueOf<T extends OptionSpec['type']> =
  T extends 'flag' ? boolean : T extends 'text' ? string : T extends 'range' ? readonly [number, number] : number

/** The values of a command's options: required ones and flags are always there. */
export type OptionValues<S extends OptionSpecs> = {
  [K in keyof S]: S[K]['type'] extends 'flag' ? boolean
    : S[K] extends { required: true } ? ValueOf<S[K]['type']> : ValueOf<S[K]['type']> | undefined
}

export interface PositionalSpec {
  name: string
  about: string
  /** The last one may stand for several: one at least. */
  rest?: boolean
}

/** What a command hands back: the document that `--json` prints, and the text for people. */
export interface Outcome {
  json: unknown
  text: string
}

/** What a command may use of its surroundings. Nothing but the outcome goes to stdout. */
export interface CommandContext {
  /** Aborted by Ctrl+C. */
  signal: AbortSignal
  /** Shows how far a job is: one line that overwrites itself on a terminal, else a line now and then. */
  progress(line: string): void
  /** A line on stderr that stays. */
  notice(line: string): void
}

export interface CommandSpec<S extends OptionSpecs = OptionSpecs> {
  name: string
  /** One line for the list of commands. */
  summary: string
  /** Further lines for the command's own help. */
  details?: string
  /** All are required, in this order. */
  positionals: readonly PositionalSpec[]
  options: S
  examples?: readonly string[]
  run(positionals: readonly string[], values: OptionValues<S>, context: CommandContext): Promise<Outcome>
}

/** A command whose option values are typed by its own table. A module in commands/ exports it as `command`. */
export type Command = Omit<CommandSpec, 'run'> & {
  run(positionals: readonly string[], values: Record<string, unknown>, context: CommandContext): Promise<Outcome>
}

/** Makes a command; `run` gets its values typed by `options`. */
export function defineCommand<const S extends OptionSpecs>(spec: CommandSpec<S>): Command {
  return { ...spec, run: (positionals, values, context) => spec.run(positionals, values as OptionValues<S>, context) }
}

/** The command line was used wrongly: exit code 2 and the way to the help. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}
