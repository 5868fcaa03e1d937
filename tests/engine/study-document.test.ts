// The documents of the studies and their figures are what the result files in docs give: no number in them was written by hand.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { studyDocument } from '../../core/study/document.ts'
import { readResults, readStudy } from '../../electron/engine/study/run-study.ts'
import { readWindows } from '../../electron/engine/study/windows-file.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')

test.each([['main', 'study'], ['luenn', 'study-luenn']])("document and figures of the study '%s' follow from its result files alone", async (declaration, name) => {
  const study = await readStudy(join(docs, '..', 'studies', `${declaration}.json`))
  const results = await readResults(join(docs, name), study.name)
  const { text, figures } = studyDocument(study, results, await readWindows(join(docs, name), results), `${name}/figures`)
  expect(await readFile(join(docs, `${name}.md`), 'utf8')).toBe(text)
  expect((await readdir(join(docs, name, 'figures'))).toSorted()).toEqual(figures.map((figure) => figure.name).toSorted())
  for (const figure of figures) expect(await readFile(join(docs, name, 'figures', figure.name), 'utf8')).toBe(figure.svg)
})
