// Writes docs/study.md and its figures anew from the result files in docs/study: `node build/study-document.ts`.
import { join } from 'node:path'
import { readStudy, writeDocument } from '../electron/engine/study/run-study.ts'

const root = join(import.meta.dirname, '..')
const results = await writeDocument(await readStudy(join(root, 'studies', 'main.json')), { results: join(root, 'docs', 'study'), document: join(root, 'docs', 'study.md') })
process.stdout.write(`${results.length} networks\n`)
