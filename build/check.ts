// The checks of the sources: lint, types, direction of imports, unused code. `npm run check` runs them all and fails if one does.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..')

const sources = ['core', 'electron', 'renderer', 'build', 'tests'].filter((folder) => existsSync(join(root, folder)))

const checks = [
  { name: 'lint (oxlint)', program: 'oxlint/bin/oxlint', args: ['--deny-warnings'] },
  { name: 'types (tsc)', program: 'typescript/bin/tsc', args: ['-p', '.'] },
  { name: 'types of the window (vue-tsc)', program: 'vue-tsc/bin/vue-tsc.js', args: ['--noEmit', '-p', 'renderer/tsconfig.json'] },
  { name: 'types of the tests in a browser (tsc)', program: 'typescript/bin/tsc', args: ['-p', 'tests/e2e'] },
  { name: 'types of the tests in Electron (tsc)', program: 'typescript/bin/tsc', args: ['-p', 'tests/electron'] },
  { name: 'direction of imports (dependency-cruiser)', program: 'dependency-cruiser/bin/dependency-cruiser.mjs', args: ['--config', '.dependency-cruiser.mjs', ...sources] },
  { name: 'unused code (knip)', program: 'knip/bin/knip.js', args: ['--no-progress'] },
] as const

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** Runs every check, prints what each finds, and counts them. */
export function runChecks(): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  for (const { name, program, args } of checks) {
    console.log(`\n── ${name}`)
    const { status, error } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, stdio: 'inherit' })
    if (error) console.log(error.message)
    if (status === 0) counts.passed++
    else counts.failed++
    console.log(status === 0 ? 'ok' : `FAILED: ${name}`)
  }
  return counts
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { failed } = runChecks()
  process.exitCode = failed > 0 ? 1 : 0
}
