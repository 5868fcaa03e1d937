// Reads what the test runners leave: Vitest's JSON report and pytest's JUnit XML.
import type { Counts } from './check.ts'

export type RunnerReport = Counts & { skippedNames: string[] }

interface VitestReport {
  testResults: { name: string; status: string; assertionResults: { fullName: string; status: string }[] }[]
}

/** Counts of a Vitest JSON report. A file that could not be run counts as one failure. */
export function countVitest(text: string): RunnerReport {
  const report: RunnerReport = { passed: 0, failed: 0, skipped: 0, skippedNames: [] }
  for (const file of (JSON.parse(text) as VitestReport).testResults) {
    if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed')) report.failed++
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') report.passed++
      else if (status === 'failed') report.failed++
      else {
        report.skipped++
        report.skippedNames.push(fullName)
      }
    }
  }
  return report
}

/** Counts of a JUnit XML report: errors count as failures. */
export function countJunit(text: string): RunnerReport {
  const number = (name: string): number => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? NaN)
  const [tests, failures, errors, skipped] = ['tests', 'failures', 'errors', 'skipped'].map(number)
  if ([tests, failures, errors, skipped].some(Number.isNaN)) throw new Error('not a JUnit report')
  const skippedNames = [...text.matchAll(/<testcase [^>]*?\bname="([^"]*)"[^>]*?>\s*<skipped/g)].map(([, name]) => name)
  return { passed: tests - failures - errors - skipped, failed: failures + errors, skipped, skippedNames }
}
