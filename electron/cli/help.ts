// Help texts, made from the commands' own tables.
import { commonOptions } from './arguments.ts'
import type { Command } from './command.ts'

const callName = 'npm run -s structloc --'

/** The help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...commonOptions })
  const usage = [callName, command.name, ...command.positionals.map(({ name }) => name),
    ...Object.entries(command.options).map(([name, spec]) => {
      const text = spec.type === 'flag' ? `--${name}` : `--${name} ${valueName(spec)}`
      return spec.required ? text : `[${text}]`
    }), '[--json]'].join(' ')
  const lines = options.map(([name, spec]): [string, string] => {
    const given = spec as Command['options'][string]
    const notes = [given.required ? 'required' : '', given.default === undefined ? '' : `default ${given.default}`].filter(Boolean).join(', ')
    return [given.type === 'flag' ? `--${name}` : `--${name} ${valueName(given)}`, `${given.about}${notes ? ` (${notes})` : ''}`]
  })
  return [
    `${command.summary}`, '', `Usage: ${wrap(usage, 7)}`,
    ...(command.details ? ['', command.details] : []),
    ...(command.positionals.length ? ['', columns(command.positionals.map(({ name, about }) => [name, about]))] : []),
    '', 'Options:', columns(lines),
    ...(command.examples?.length ? ['', 'Examples:', ...command.examples.map((example) => `  ${callName} ${example}`)] : []),
  ].join('\n')
}

/** The help of the whole. */
export function overallHelp(commands: readonly { name: string; summary: string }[]): string {
  return [
    'StructLoc: single-molecule localization in 3D with networks trained on structures', '',
    `Usage: ${callName} COMMAND [options]`, '',
    columns(commands.map(({ name, summary }) => [name, summary])), '',
    `'${callName} COMMAND --help' describes a command. Lengths are nm, frames count from 1.`,
    'Exit codes: 0 good, 1 failure, 2 wrong use. STRUCTLOC_DEBUG=1 shows where an error came from.',
  ].join('\n')
}

function valueName(spec: { type: string; value?: string; choices?: readonly string[] }): string {
  return spec.value ?? spec.choices?.join('|') ?? (spec.type === 'range' ? 'A:B' : spec.type === 'integer' ? 'N' : 'VALUE')
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(34, Math.max(...rows.map(([left]) => left.length)))
  return rows.map(([left, right]) => (left.length > width ? `  ${left}\n  ${' '.repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`)).join('\n')
}

function wrap(text: string, indent: number, width = 100): string {
  const lines: string[] = ['']
  // An option and its value stay together.
  for (const word of text.match(/\[[^\]]*\]|--\S+ [A-Z]\S*|\S+/g) ?? []) {
    const last = lines.length - 1
    if (lines[last] && lines[last].length + word.length + 1 > width - indent) lines.push(word)
    else lines[last] = lines[last] ? `${lines[last]} ${word}` : word
  }
  return lines.join(`\n${' '.repeat(indent)}`)
}
