// npm run fuzz [-- FILES [SEED]]: opens and reads 20,000 damaged movie files of every kind. Each must open or be refused in a sentence,
// within a second and without memory by the gigabyte; one that does not is kept and named. tests/unit/movies has a short run.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { damaged, openings, originals, tryMovie } from '../tests/unit/movies/damaged-files.ts'

const files = Number(process.argv[2] ?? 20_000)
const seed = Number(process.argv[3] ?? 1)
if (!(Number.isInteger(files) && files > 0 && Number.isInteger(seed))) throw new Error('npm run fuzz -- FILES SEED: both are whole numbers, as in npm run fuzz -- 20000 1')
/** On a machine that does other things, too. */
const longest_ms = 5000
const mostMemory = 2 ** 30

const folder = await mkdtemp(join(tmpdir(), 'structloc-fuzz-'))
let state = seed
const random = (): number => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0)) / 2 ** 32
for (const { name, bytes } of originals) await writeFile(join(folder, name), bytes)
await writeFile(join(folder, 'insight.dax'), new Uint8Array(240))

let opened = 0
let slowest_ms = 0
let memory = 0
const failures: string[] = []
const began = performance.now()
for (let i = 0; i < files && failures.length < 10; i++) {
  const { name, bytes } = originals[i % originals.length]
  const changed = damaged(bytes, random)
  const path = join(folder, name)
  await writeFile(path, changed)
  for (const opening of openings) {
    const start = performance.now()
    let problem: string | undefined
    try {
      if (await tryMovie(path, opening)) opened++
    } catch (error) {
      problem = error instanceof Error ? error.stack ?? error.message : String(error)
    }
    const took = performance.now() - start
    slowest_ms = Math.max(slowest_ms, took)
    const { rss } = process.memoryUsage()
    memory = Math.max(memory, rss)
    if (took > longest_ms) problem ??= `took ${took.toFixed(0)} ms`
    if (rss > mostMemory) problem ??= `the process came to ${(rss / 1e6).toFixed(0)} MB`
    if (problem !== undefined) {
      const kept = join(folder, `${i}-${name}`)
      await writeFile(kept, changed)
      failures.push(`${kept} (${JSON.stringify(opening)}): ${problem}`)
    }
  }
  await writeFile(path, bytes)
  if (i % 2000 === 1999) process.stderr.write(`${i + 1} files, slowest ${slowest_ms.toFixed(0)} ms, memory ${(memory / 1e6).toFixed(0)} MB\n`)
}
for (const failure of failures) console.log(failure)
console.log(`${files} damaged files in ${((performance.now() - began) / 1000).toFixed(0)} s (seed ${seed}): ${opened} openings of ${files * openings.length} succeeded, the others were refused in a sentence; ${failures.length} failures; slowest ${slowest_ms.toFixed(0)} ms, memory up to ${(memory / 1e6).toFixed(0)} MB`)
if (failures.length > 0) process.exitCode = 1
else await rm(folder, { recursive: true, force: true })
