// JSON files of the engine: read with a check, written whole.
import { readFile, rename, writeFile } from 'node:fs/promises'
import type { z } from 'zod'
import { StructLocError } from '../../core/errors.ts'
import { parseAtDoor } from '../contract/errors.ts'

/** A JSON file, checked; undefined where there is none. Errors: 'unreadable', 'invalid-input', each naming the file. */
export async function readJsonIfThere<T extends z.ZodType>(path: string, schema: T, what = path): Promise<z.output<T> | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw new StructLocError('unreadable', `${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  return parseAtDoor(schema, parseJson(text, path), what)
}

/** A JSON file that must be there; `what` names its kind with an article ('a camera description'). */
export async function readJson<T extends z.ZodType>(path: string, schema: T, what: string): Promise<z.output<T>> {
  const value = await readJsonIfThere(path, schema, `${path} is no ${what.replace(/^an? /, '')}`)
  if (value === undefined) throw new StructLocError('not-found', `${path} does not exist; ${what} was expected.`)
  return value
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new StructLocError('invalid-input', `${path} is not JSON: ${(error as Error).message}`, { cause: error })
  }
}

/** Replaces a JSON file whole, so that a kill leaves the old one. */
export async function writeJson(path: string, content: unknown): Promise<void> {
  const temporary = `${path}.part`
  await writeFile(temporary, `${JSON.stringify(content, undefined, 1)}\n`)
  await rename(temporary, path)
}
