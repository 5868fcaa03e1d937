// docs/study.md and its figures are what the result files in docs/study give: no number in them was written by hand.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { studyDocument } from '../../core/study/document.ts'
import { readResults, readStudy } from '../../electron/engine/study/run-study.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')

test("the study's document and figures follow from its result files alone", async () => {
  const study = await readStudy(join(docs, '..', 'studies', 'main.json'))
  const { text, figures } = studyDocument(study, await readResults(join(docs, 'study'), study.name), 'study/figures')
  expect(await readFile(join(docs, 'study.md'), 'utf8')).toBe(text)
  expect((await readdir(join(docs, 'study', 'figures'))).toSorted()).toEqual(figures.map(({ name }) => name).toSorted())
  for (const { name, svg } of figures) expect(await readFile(join(docs, 'study', 'figures', name), 'utf8')).toBe(svg)
})
