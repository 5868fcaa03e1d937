// docs/structures.md tells every kind of structure with all its parameters, their defaults and a picture.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { broadMixture } from '../../../core/structure/broad-mixture.ts'
import { structureKinds } from '../../../core/structure/registry.ts'

const docs = new URL('../../../docs/', import.meta.url)
const text = readFileSync(new URL('structures.md', docs), 'utf8')

/** The part of the document about a kind. */
function section(title: string, name: string): string {
  const start = text.indexOf(`## ${title}: \`${name}\`\n`)
  if (start < 0) return ''
  const end = text.indexOf('\n## ', start)
  return text.slice(start, end < 0 ? undefined : end)
}

describe('the document of structures', () => {
  it.each(structureKinds.map((kind) => [kind.name, kind] as const))('has a section about %s with its defaults', (name, kind) => {
    const own = section(kind.title === 'Mixture' ? 'Mixtures' : kind.title, name)
    expect(own).not.toBe('')
    const defaults = kind.parameters.safeParse({})
    if (!defaults.success) return
    const rows = Object.fromEntries(own.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|').map((cell) => cell.trim()))
      .map((cells) => [cells[1].replaceAll('`', ''), { value: cells[3], meaning: cells[4] }]))
    expect(Object.fromEntries(Object.entries(rows).map(([parameter, { value }]) => [parameter, value])))
      .toEqual(Object.fromEntries(Object.entries(defaults.data as object).map(([parameter, value]) => [parameter, JSON.stringify(value)])))
    for (const { meaning } of Object.values(rows)) expect(meaning).not.toBe('')
  })

  it('shows a picture of at most 60 kB of every kind that needs no file', () => {
    for (const { name, title } of structureKinds) {
      if (name === 'points' || name === 'mixture') continue
      expect(section(title, name)).toContain(`![${title}](images/structures/${name}.png)`)
      const picture = new URL(`images/structures/${name}.png`, docs)
      expect(existsSync(picture)).toBe(true)
      expect(statSync(picture).size).toBeLessThan(60_000)
    }
  })

  it('gives the broad mixture as it is', () => {
    const block = /```json\n(\{\s+"kind": "mixture"[^`]*)```/.exec(text)
    expect(JSON.parse(block![1])).toEqual(broadMixture)
  })
})
