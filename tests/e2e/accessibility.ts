// What axe finds on a page by the rules of WCAG 2 A and AA, as lines to read.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** 'rule: what it asks for: element, element …' for each breach. @param part a selector, the whole page where absent */
export async function accessibilityBreaches(page: Page, part?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary?.split('\n').at(1)?.trim() ?? ''}`).join('; ')}`)
}
