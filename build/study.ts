// `npm run study -- [--luenn | --quick] [options of structloc study]`: a study of the documentation (the main one where none is named), or a
// short one that goes through the whole chain.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const given = process.argv.slice(2)
const flags = new Map([['--quick', 'quick'], ['--luenn', 'luenn']])
const name = given.map((one) => flags.get(one)).find((one) => one !== undefined) ?? 'main'
const places = {
  main: ['--folder', 'training/study', '--results', 'docs/study', '--document', 'docs/study.md'],
  luenn: ['--folder', 'training/study-luenn', '--results', 'docs/study-luenn', '--document', 'docs/study-luenn.md'],
  quick: ['--folder', 'training/study-quick', '--results', 'training/study-quick/results'],
}[name]!
const args = [join(root, 'electron/cli/main.ts'), 'study', join(root, 'studies', `${name}.json`), ...places.map((part, i) => (i % 2 === 0 ? part : join(root, part))), ...given.filter((one) => !flags.has(one))]
const { status, signal } = spawnSync(process.execPath, args, { stdio: 'inherit' })
process.exitCode = signal ? 1 : status ?? 1
