// How fast tables of localizations are read, written and scored, in rows per second: csv against the plain way by strings, the
// workspace's Arrow chunks against csv, matching by neighbours against comparing every detection of a frame with every emitter.
import { fileURLToPath } from 'node:url'
import { evaluate } from '../../core/evaluation/evaluate.ts'
import { decodeChunk, encodeChunk } from '../../core/formats/arrow.ts'
import { readTable } from '../../core/formats/read-table.ts'
import { writeThunderstorm } from '../../core/formats/thunderstorm.ts'
import { createEmitters, createLocalizations, localizationColumns, type EmitterTable, type LocalizationTable } from '../../core/localizations/table.ts'
import { Random } from '../../core/random/random.ts'
import type { BenchRow } from './read.ts'

const ROWS = 200_000
const WIDTH = 25_600

/** `perFrame` emitters in each frame of 25.6 µm, and what a good network finds of them. */
function tables(perFrame: number): { found: LocalizationTable; truth: EmitterTable } {
  const random = new Random(1)
  const [found, truth] = [createLocalizations(ROWS), createEmitters(ROWS)]
  for (const name of localizationColumns) found[name] = found[name].map(() => 50 * random.uniform())
  for (let i = 0; i < ROWS; i++) {
    truth.frame[i] = found.frame[i] = Math.floor(i / perFrame)
    truth.photons[i] = found.photons[i] = 5000 * random.uniform()
    for (const [axis, length, sigma] of [['x', WIDTH, 20], ['y', WIDTH, 20], ['z', 1400, 45]] as const) {
      truth[axis][i] = length * random.uniform()
      found[axis][i] = truth[axis][i] + sigma * random.normal()
    }
  }
  return { found, truth }
}

/** Rows per second, the best of three. */
function rate(pass: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now()
    pass()
    return performance.now() - start
  })
  return (ROWS * 1000) / Math.min(...times)
}

function plainWrite(table: LocalizationTable): string {
  const columns = localizationColumns.map((name) => table[name])
  const lines: string[] = []
  for (let i = 0; i < ROWS; i++) lines.push([i + 1, table.frame[i] + 1, ...columns.map((column) => column[i].toFixed(3))].join(','))
  return lines.join('\n')
}

const plainRead = (text: string): number[][] => text.split('\n').map((line) => line.split(',').map(Number))

/** Pairs within the gates by comparing all rows of a frame, nearest first. */
function plainMatch({ found, truth }: { found: LocalizationTable; truth: EmitterTable }, perFrame: number): number {
  let pairs = 0
  for (let start = 0; start < ROWS; start += perFrame) {
    const end = Math.min(ROWS, start + perFrame)
    const candidates: [number, number, number][] = []
    for (let i = start; i < end; i++) {
      for (let j = start; j < end; j++) {
        const [lateral, axial] = [(found.x[i] - truth.x[j]) ** 2 + (found.y[i] - truth.y[j]) ** 2, Math.abs(found.z[i] - truth.z[j])]
        if (lateral <= 250 ** 2 && axial <= 500) candidates.push([i, j, lateral + axial ** 2])
      }
    }
    const used = new Set<string>()
    for (const [i, j] of candidates.sort((a, b) => a[2] - b[2])) {
      if (used.has(`d${i}`) || used.has(`t${j}`)) continue
      used.add(`d${i}`).add(`t${j}`)
      pairs++
    }
  }
  return pairs
}

export async function run(): Promise<BenchRow[]> {
  const perFrame = 650
  const both = tables(perFrame)
  const text = [...writeThunderstorm(both.found)].join('')
  const [bytes, chunk] = [new TextEncoder().encode(text), encodeChunk(both.found)]
  const readRate = rate(() => readTable(bytes, 'bench.csv'))
  const score = (method: 'greedy' | 'optimal'): number => rate(() => evaluate(both.found, both.truth, { method }))
  const greedy = score('greedy')
  return [
    { name: 'write csv', unit: 'rows/s', value: rate(() => { for (const _ of writeThunderstorm(both.found)); }), baseline: 'toFixed and join', baselineValue: rate(() => plainWrite(both.found)) },
    { name: 'read csv', unit: 'rows/s', value: readRate, baseline: 'split and Number', baselineValue: rate(() => plainRead(text)) },
    { name: 'read an Arrow chunk', unit: 'rows/s', value: rate(() => decodeChunk(chunk)), baseline: 'read csv', baselineValue: readRate },
    { name: `score, ${perFrame} emitters a frame`, unit: 'rows/s', value: greedy, baseline: 'every row with every row', baselineValue: rate(() => plainMatch(both, perFrame)) },
    { name: 'score, optimal assignment', unit: 'rows/s', value: score('optimal'), baseline: 'nearest first', baselineValue: greedy },
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, baseline, baselineValue } of await run()) {
    console.log(`${name.padEnd(32)}${value.toFixed(0).padStart(10)} ${unit}   ${(value / baselineValue).toFixed(2).padStart(6)} × ${baseline} (${baselineValue.toFixed(0)} ${unit})`)
  }
}
