// How crowded the training windows of each arm are, kept beside the results of a level: RESULTS/LEVEL/windows.json.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { NetworkResult } from '../../../core/study/network-result.ts'
import type { Sections } from '../../../core/study/sections.ts'
import { windowCrowding, windowCrowdingSchema } from '../../../core/study/training-windows.ts'
import { trainingSchema } from '../../../core/training/config.ts'
import { readJson } from '../json-file.ts'

const fileSchema = z.record(z.string(), windowCrowdingSchema)

type WindowsOfArms = Sections['windows']

const pathOf = (folder: string, level: string): string => join(folder, level, 'windows.json')

/** What is kept. */
export async function readWindows(folder: string, results: readonly NetworkResult[]): Promise<WindowsOfArms> {
  const levels = [...new Set(results.map(({ level }) => level))].filter((level) => existsSync(pathOf(folder, level)))
  return Object.fromEntries(await Promise.all(levels.map(async (level) => [level, await readJson(pathOf(folder, level), fileSchema, 'the windows of a study')])))
}

/** Measures and keeps what is missing, a few seconds an arm. */
export async function measureWindows(folder: string, results: readonly NetworkResult[]): Promise<WindowsOfArms> {
  const known = await readWindows(folder, results)
  for (const level of new Set(results.map((one) => one.level))) {
    const arms = new Map(results.filter((one) => one.level === level).map((one) => [one.arm, one.config]))
    const missing = [...arms].filter(([arm]) => known[level]?.[arm] === undefined)
    if (missing.length === 0) continue
    const found = { ...known[level], ...Object.fromEntries(missing.map(([arm, config]) => [arm, windowCrowding(trainingSchema.parse(config))])) }
    const path = pathOf(folder, level)
    if (existsSync(dirname(path))) await writeFile(path, `${JSON.stringify(found, undefined, 1)}\n`)
  }
  return readWindows(folder, results)
}
