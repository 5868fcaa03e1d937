// Writes the documents of the studies and their figures anew from the result files in docs: `node build/study-document.ts`.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readStudy, writeDocument } from '../electron/engine/study/run-study.ts'

const root = join(import.meta.dirname, '..')
for (const [declaration, name] of [['main', 'study'], ['luenn', 'study-luenn']]) {
  const results = join(root, 'docs', name)
  if (!existsSync(results)) continue
  const networks = await writeDocument(await readStudy(join(root, 'studies', `${declaration}.json`)), { results, document: `${results}.md` })
  process.stdout.write(`${name}: ${networks.length} networks\n`)
}
