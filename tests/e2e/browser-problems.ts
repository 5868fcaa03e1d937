// What goes wrong in a page without anybody seeing it: errors on the console, uncaught errors, breaches of the content security policy,
// answers that failed.
import type { Page } from 'playwright-core'

export interface Problems {
  /** All so far that were not expected. */
  readonly found: string[]
  /** This one is part of the story. */
  expect(words: RegExp): void
}

/** Collects from now on; call it before the page is opened. */
export async function collectProblems(page: Page): Promise<Problems> {
  const all: string[] = []
  const expected: RegExp[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') all.push(`console: ${message.text()} (${message.location().url}:${message.location().lineNumber})`)
  })
  page.on('pageerror', (error) => all.push(`uncaught: ${error.stack ?? error.message}`))
  page.on('crash', () => all.push('the page crashed'))
  await page.exposeFunction('structlocBreach', (what: string) => all.push(`content security policy: ${what}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      void (globalThis as unknown as { structlocBreach(what: string): void }).structlocBreach(`${violatedDirective} ${blockedURI} ${sourceFile}`)
    })
  })
  return {
    get found() { return all.filter((problem) => !expected.some((words) => words.test(problem))) },
    expect: (words) => { expected.push(words) },
  }
}
