// What `npm start -- --web …` can be told.
import { statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { StructLocError } from '../../core/errors.ts'
import { applicationWorkspace } from '../engine/data-folder.ts'
import { isInside } from '../security/path-inside.ts'

export interface StartOptions {
  /** Serve a browser, also where Electron could be had. */
  web: boolean
  /** Open the browser by itself. */
  browser: boolean
  /** Undefined: the usual one, or any where that is taken. */
  port: number | undefined
  /** Files may be read and written in these. */
  roots: string[]
  workspace: string
  /** The built window; made where absent or old. */
  pages: string | undefined
  /** Opened in the window. */
  movies: string[]
  help: boolean
}

/** Browsers keep settings by address and port, so it is the same at every start where that is possible. */
export const usualPort = 38_465

export const startHelp = `npm start -- [--web] [options] [MOVIE …]

Opens StructLoc: its window where Electron can be had, otherwise (or with --web) a page in the browser.

  --web             serve the page on 127.0.0.1, also where Electron can be had
  --no-open         do not open the browser; the printed address does it
  --port N          port of the page; 0: any that is free (without: ${usualPort}, or any that is free where that is taken)
  --root FOLDER     a folder that the page may read and write (repeatable; the default is the home folder)
  --workspace FILE  where jobs and results are kept
  --help            this text

On another machine (ssh): start it there with --web --no-open --port 8765, connect with ssh -L 8765:localhost:8765 HOST, and open the
printed address here.
`

/** @throws StructLocError 'invalid-input' or 'not-found', with what would be right */
export function readOptions(args: readonly string[]): StartOptions {
  const { values, positionals } = parse(args)
  const movies = positionals.map((movie) => resolve(movie))
  for (const movie of movies) checkKind(movie, 'file', 'movie')
  const given = values.root?.map((root) => resolve(root))
  for (const root of given ?? []) checkKind(root, 'folder', '--root')
  const roots = given ?? [homedir(), ...movies.map((movie) => dirname(movie))].filter((root, i, all) => !all.slice(0, i).some((other) => isInside(root, other)))
  for (const movie of movies) {
    if (!roots.some((root) => isInside(movie, root))) throw new StructLocError('invalid-input', `${movie} is outside the folders given with --root (${roots.join(', ')}); add --root ${dirname(movie)}.`)
  }
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && (!/^\d+$/.test(values.port!) || port > 65_535)) throw new StructLocError('invalid-input', `--port ${values.port}: a number from 0 (any that is free) to 65535.`)
  return {
    web: values.web, browser: !values['no-open'], port, roots, movies, help: values.help,
    workspace: resolve(values.workspace ?? applicationWorkspace()),
    pages: values.pages === undefined ? undefined : resolve(values.pages),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        web: { type: 'boolean', default: false }, 'no-open': { type: 'boolean', default: false }, port: { type: 'string' },
        root: { type: 'string', multiple: true }, workspace: { type: 'string' }, pages: { type: 'string' }, help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new StructLocError('invalid-input', `${(error as Error).message.split('. ')[0]}. (npm start -- --help)`, { cause: error })
  }
}

function checkKind(path: string, kind: 'file' | 'folder', what: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new StructLocError('not-found', `${what} ${path} does not exist.`)
  if (kind === 'folder' && !found.isDirectory()) throw new StructLocError('invalid-input', `${what} ${path} is not a folder.`)
}
