// `npm run study -- [--quick] [options of structloc study]`: the study of the documentation, or a short one that goes through the whole chain.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const given = process.argv.slice(2)
const quick = given.includes('--quick')
const places = quick
  ? ['--folder', 'training/study-quick', '--results', 'training/study-quick/results']
  : ['--folder', 'training/study', '--results', 'docs/study', '--document', 'docs/study.md']
const args = [join(root, 'electron/cli/main.ts'), 'study', join(root, 'studies', quick ? 'quick.json' : 'main.json'), ...places.map((part, i) => (i % 2 === 0 ? part : join(root, part))), ...given.filter((one) => one !== '--quick')]
const { status, signal } = spawnSync(process.execPath, args, { stdio: 'inherit' })
process.exitCode = signal ? 1 : status ?? 1
