// `npm run bench`: runs every benchmark of this folder (a file that exports `run`), prints a table, and writes
// docs/benchmarks.md with the machine named. `npm run bench -- read infer` runs only these and writes nothing.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { BenchRow } from './read.ts'

const root = join(import.meta.dirname, '../..')

interface Group {
  name: string
  /** The benchmark file's own first lines: what is measured. */
  about: string
  rows: BenchRow[]
}

/** Three digits are what a timing on a shared machine is worth. */
function digits(value: number): string {
  return value >= 100 ? value.toLocaleString('en', { maximumFractionDigits: 0, maximumSignificantDigits: 3 }) : value.toLocaleString('en', { maximumSignificantDigits: 3 })
}

function cells({ name, value, unit, baseline, baselineValue }: BenchRow): string[] {
  return [name, `${digits(value)} ${unit}`, baseline, `${digits(baselineValue)} ${unit}`, `${digits(value / baselineValue)} ×`]
}

const head = ['', 'measured', 'baseline in the same run', 'its value', 'ratio']

function textTable(rows: readonly BenchRow[]): string {
  const lines = [head, ...rows.map(cells)]
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i].length)))
  return lines.map((line) => line.map((cell, i) => (i === 0 || i === 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ').trimEnd()).join('\n')
}

function markdownTable(rows: readonly BenchRow[]): string {
  return [`| ${head.join(' | ')} |`, '| --- | ---: | --- | ---: | ---: |', ...rows.map((row) => `| ${cells(row).join(' | ')} |`)].join('\n')
}

/** The comment at the head of a source file, as one paragraph. */
async function headComment(path: string): Promise<string> {
  const lines: string[] = []
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    if (!line.startsWith('//')) break
    lines.push(line.slice(2).trim())
  }
  return lines.join(' ')
}

/** Share of all cores that other programs keep busy, over two seconds. */
async function busyShare(): Promise<number> {
  const times = (): { idle: number; all: number } => cpus().reduce((sum, { times: t }) => ({ idle: sum.idle + t.idle, all: sum.all + t.user + t.nice + t.sys + t.idle + t.irq }), { idle: 0, all: 0 })
  const before = times()
  await setTimeout(2000)
  const after = times()
  return 1 - (after.idle - before.idle) / (after.all - before.all)
}

async function machine(busy: number): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  return [
    `- Processor: ${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores for this process`,
    `- Memory: ${(totalmem() / 2 ** 30).toFixed(0)} GiB; ${type()} ${release()}`,
    `- Node ${process.versions.node}, ONNX Runtime ${dependencies['onnxruntime-node']}, geotiff ${dependencies.geotiff}, Apache Arrow ${dependencies['apache-arrow']}`,
    `- ${new Date().toISOString().slice(0, 10)}; other programs used ${(100 * busy).toFixed(0)} % of the cores when it began${busy > 0.1 ? ' (compare ratios, not rates)' : ''}`,
  ].join('\n')
}

const wanted = process.argv.slice(2)
const busy = await busyShare()
const groups: Group[] = []
for (const file of (await readdir(import.meta.dirname)).toSorted()) {
  const name = basename(file, '.ts')
  if (name === 'main' || (wanted.length > 0 && !wanted.includes(name))) continue
  const path = join(import.meta.dirname, file)
  const { run } = await import(pathToFileURL(path).href) as { run?: () => Promise<BenchRow[]> }
  if (!run) continue
  process.stderr.write(`${name} …\n`)
  const rows = await run()
  groups.push({ name, about: await headComment(path), rows })
  console.log(`\n${name}\n${textTable(rows)}`)
}
if (groups.length === 0) {
  process.stderr.write(`There is no benchmark named ${wanted.join(' or ')}.\n`)
  process.exitCode = 2
} else if (wanted.length === 0) {
  const path = join(root, 'docs', 'benchmarks.md')
  await writeFile(path, [
    '# Benchmarks', '',
    'Written by `npm run bench`. Every rate stands beside a baseline taken in the same run.', '',
    await machine(busy),
    ...groups.flatMap(({ name, about, rows }) => ['', `## ${name}`, '', about, '', markdownTable(rows)]), '',
  ].join('\n'))
  console.log(`\nWritten: ${path}`)
}
