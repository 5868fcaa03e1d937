// Where the program finds its own files: from sources, and in a build whose files lie beside the engine or above it.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { applicationWorkspace, dataFolder } from '../../electron/engine/data-folder.ts'
import { entry, resource, type EntryName } from '../../electron/engine/entries.ts'
import { modelPlaces } from '../../electron/engine/models/model-folders.ts'
import { temporary } from '../fixtures/door.ts'

const { folder, file, remove } = temporary('entries')
afterAll(remove)
const names: EntryName[] = ['movie-worker', 'stream-worker', 'preview-worker', 'crowding-worker', 'calibration-worker', 'table-worker', 'inference']
const urlOf = (...parts: string[]): string => pathToFileURL(join(folder, ...parts)).href
const put = (...parts: string[]): string => {
  const path = join(folder, ...parts)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, '')
  return path
}

describe('files that the engine starts', () => {
  test('are the sources, from sources', () => {
    for (const name of names) expect(existsSync(entry(name))).toBe(true)
  })

  test('lie beside the bundle, or above its chunks, under their names', () => {
    const beside = put('out/main/movie-worker.js')
    const other = put('out/main/inference.cjs')
    expect(fileURLToPath(entry('movie-worker', urlOf('out/main/engine.js'), {}))).toBe(beside)
    expect(fileURLToPath(entry('inference', urlOf('out/main/chunks/engine-1.js'), {}))).toBe(other)
  })

  test('are taken out of the archive where they were unpacked', () => {
    put('resources/app.asar/out/main/inference.js')
    const unpacked = put('resources/app.asar.unpacked/out/main/inference.js')
    expect(fileURLToPath(entry('inference', urlOf('resources/app.asar/out/main/engine.js'), {}))).toBe(unpacked)
  })

  test('lie in another folder where one is named', () => {
    const named = put('elsewhere/stream-worker.mjs')
    expect(fileURLToPath(entry('stream-worker', urlOf('out/main/engine.js'), { STRUCTLOC_ENTRIES: file('elsewhere') }))).toBe(named)
  })

  test('are missed in a sentence', () => {
    expect(() => entry('preview-worker', urlOf('out/main/engine.js'), {})).toThrow(/not complete: preview-worker\.js is neither in .*main nor in .*out\./)
  })
})

test('models, the trainer and package.json are those of the project, or of the application that holds the bundle', () => {
  expect(existsSync(join(modelPlaces({}).shipped, 'recipes'))).toBe(true)
  const own = put('resources/models/recipes/one.json')
  expect(join(resource('models/recipes', urlOf('resources/app.asar/out/main/engine.js')), 'one.json')).toBe(own)
})

test("what is a person's own lies in the platform's data folder, or where it is told to", () => {
  expect(dataFolder({ STRUCTLOC_DATA: '/data' })).toBe('/data')
  expect(modelPlaces({ STRUCTLOC_DATA: '/data' }).own).toBe(join('/data', 'models'))
  expect(modelPlaces({ STRUCTLOC_DATA: '/data', STRUCTLOC_MODELS: '/models' }).own).toBe('/models')
  expect(applicationWorkspace(file('new/data'))).toBe(file('new/data/workspace.sqlite'))
  expect(existsSync(file('new/data'))).toBe(true)
  put('a-file')
  expect(() => applicationWorkspace(file('a-file'))).toThrow(/a-file cannot be made/)
})
