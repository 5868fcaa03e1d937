// `npm test`: the checks of the sources, the TypeScript tests, the trainer's Python tests. The last line sums them all:
// 'N passed, N failed', and ', N skipped' where some were.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareBrowserTests } from './browser-tests.ts'
import { runChecks, type Counts } from './check.ts'
import { prepareDesktopTests } from './electron-test-runtime.ts'
import { setUpTrainer } from './setup-trainer.mjs'
import { countJunit, countVitest, type RunnerReport } from './test-reports.ts'

const root = join(import.meta.dirname, '..')
const reports = mkdtempSync(join(tmpdir(), 'structloc-tests-'))

/** Runs one test runner. One that crashes, or leaves no report, counts as a failure of its own. */
function runTests(name: string, program: string, args: string[], report: string, count: (text: string) => RunnerReport): RunnerReport {
  console.log(`\n── ${name}`)
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  let result: RunnerReport
  try {
    result = count(readFileSync(report, 'utf8'))
  } catch {
    result = { passed: 0, failed: 0, skipped: 0, skippedNames: [] }
  }
  if (status !== 0 && result.failed === 0) {
    console.log(`FAILED: ${name} ended with exit code ${status}`)
    result.failed = 1
  }
  return result
}

function vitest(): RunnerReport {
  const report = join(reports, 'vitest.json')
  return runTests('TypeScript tests (vitest)', process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
    report, countVitest)
}

function pytest(python: string): RunnerReport {
  const report = join(reports, 'pytest.xml')
  return runTests('trainer tests (pytest)', python,
    ['-m', 'pytest', '-q', '-c', 'native/trainer/pyproject.toml', '--rootdir', 'native/trainer', '-p', 'no:cacheprovider', `--junitxml=${report}`, 'native/trainer/tests'],
    report, countJunit)
}

const python = await setUpTrainer()
const total: Counts = runChecks()
const skippedNames: string[] = []
for (const prepare of [prepareBrowserTests, prepareDesktopTests]) {
  await prepare().catch((error: unknown) => {
    console.log(`\nFAILED: ${error instanceof Error ? error.message : String(error)}`)
    total.failed++
  })
}
const runs = [vitest(), ...(python ? [pytest(python)] : [])]
if (!python) {
  console.log("\nFAILED: the trainer's Python environment could not be made, so its tests did not run")
  total.failed++
}
for (const run of runs) {
  total.passed += run.passed
  total.failed += run.failed
  total.skipped += run.skipped
  skippedNames.push(...run.skippedNames)
}
rmSync(reports, { recursive: true, force: true })

if (skippedNames.length > 0) console.log(`\nSKIPPED:\n${skippedNames.map((name) => `  ${name}`).join('\n')}`)
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed > 0 ? 1 : 0
