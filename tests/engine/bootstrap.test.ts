// Bootstrap and test sum: what every npm command goes through.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { countJunit, countVitest } from '../../build/test-reports.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const bootstrap = join(root, 'build/bootstrap.mjs')

describe('bootstrap', () => {
  it('adds nothing to what the script prints, and runs it under the project’s own Node', async () => {
    const { stdout, stderr } = await run('node', [bootstrap, 'electron/cli/main.ts', 'doctor', '--json'])
    expect(() => JSON.parse(stdout) as unknown).not.toThrow()
    expect(stdout).toContain('24.')
    expect(stderr).toBe('')
  })

  it('hands on the script’s exit code', async () => {
    await expect(run('node', [bootstrap, 'electron/cli/main.ts', 'no-such-command'])).rejects.toMatchObject({ code: 2 })
  })
})

describe('the sum of all tests', () => {
  it('counts tests of Vitest, and a file that could not run as a failure', () => {
    const report = {
      testResults: [
        { name: 'a', status: 'passed', assertionResults: [{ fullName: 'a one', status: 'passed' }, { fullName: 'a two', status: 'skipped' }] },
        { name: 'b', status: 'failed', assertionResults: [{ fullName: 'b one', status: 'failed' }, { fullName: 'b two', status: 'passed' }] },
        { name: 'c', status: 'failed', assertionResults: [] },
      ],
    }
    expect(countVitest(JSON.stringify(report))).toEqual({ passed: 2, failed: 2, skipped: 1, skippedNames: ['a two'] })
  })

  it('counts tests of pytest, errors as failures', () => {
    const report = `<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="2" skipped="1" tests="9" time="1.0">
      <testcase classname="t" name="test_passes" time="0.1" /><testcase classname="t" name="test_cuda" time="0.0"><skipped type="pytest.skip" message="no GPU">x</skipped></testcase>
    </testsuite></testsuites>`
    expect(countJunit(report)).toEqual({ passed: 5, failed: 3, skipped: 1, skippedNames: ['test_cuda'] })
    expect(() => countJunit('not a report')).toThrow()
  })
})
