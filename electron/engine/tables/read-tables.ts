// Reads tables from files, by what they hold.
import { open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import { arrowUnits, readArrow } from '../../../core/formats/arrow.ts'
import { asEmitters, asLocalizations, readTable, type ReadTable, type TableReading } from '../../../core/formats/read-table.ts'
import type { EmitterTable, LocalizationTable } from '../../../core/localizations/table.ts'
import { foreignContent } from '../movies/foreign-content.ts'
import { readHdf5InThread } from './hdf5/read-in-thread.ts'
import { readSmlmFile } from './smlm-file.ts'

const known = 'a table is a csv or text of a program of the field, .arrow, .hdf5 (Picasso), .h5 (DECODE), _sml.mat (SMAP) or .smlm'
/** What tells the kind of a file stands in here. */
const HEAD = 4096

/** Localizations from a table of a known program. Errors name file, place, value and what would be right. */
export async function readLocalizations(path: string, reading: TableReading = {}): Promise<LocalizationTable> {
  return asLocalizations(await readAnyTable(path, reading))
}

/** True emitters, likewise. */
export async function readTruth(path: string, reading: TableReading = {}): Promise<EmitterTable> {
  return asEmitters(await readAnyTable(path, reading))
}

/** A table of either kind, and how its columns were understood. */
export async function readAnyTable(path: string, reading: TableReading = {}): Promise<ReadTable> {
  const head = await orSentence(path, readHead(path))
  if (isHdf5(head)) return readHdf5InThread(path, reading)
  const start = head.toString('latin1', 0, 10)
  if (start.startsWith('MATLAB 5')) throw new StructLocError('unsupported', `${path} is a MATLAB file of version 5; SMAP writes version 7.3: save it there again, or in MATLAB by save(…, '-v7.3').`)
  if (start.startsWith('PK')) return readSmlmFile(await orSentence(path, readFile(path)), path, reading)
  if (start.startsWith('ARROW1')) return arrowTable(await orSentence(path, readFile(path)), path, reading)
  const picasso = /\.ya?ml$/i.test(path) && await stat(path.replace(/\.ya?ml$/i, '.hdf5')).catch(() => undefined)
  if (picasso) throw new StructLocError('invalid-input', `${path} is the description of a table of Picasso; the table itself is ${basename(path).replace(/\.ya?ml$/i, '.hdf5')} beside it.`)
  const firstLine = head.subarray(0, head.includes(10) ? head.indexOf(10) : head.length)
  if (firstLine.includes(0)) {
    const found = /^(II\*\0|MM\0\*)/.test(start) ? 'a TIFF movie' : foreignContent(head.subarray(0, 512))
    throw new StructLocError('invalid-input', `${path} is ${found}; ${known}.`)
  }
  return readTable(await orSentence(path, readFile(path)), path, reading)
}

function arrowTable(bytes: Buffer, path: string, reading: TableReading): ReadTable {
  const { further, metadata: _, ...read } = readArrow(bytes, path)
  const understood = Object.keys(read.table).map((name) => ({ from: name, to: name, note: name === 'frame' ? 'counted from 0' : arrowUnits[name] }))
  const others = Object.keys(further).map((name) => ({ from: name, to: undefined, note: reading.further ? 'kept as it is' : 'not used' }))
  return { format: 'Arrow', firstFrame: 0, understood: [...understood, ...others], ...read, ...(reading.further ? { further } : {}) }
}

const SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1')

/** The signature stands at the beginning, or behind a block of 512 bytes or a multiple by a power of two. */
function isHdf5(head: Buffer): boolean {
  return [0, 512, 1024, 2048].some((at) => head.subarray(at, at + 8).equals(SIGNATURE))
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function orSentence<T>(path: string, doing: Promise<T>): Promise<T> {
  try {
    return await doing
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new StructLocError('not-found', `${path} does not exist; a table was expected.`, { cause })
    if (code === 'EISDIR') throw new StructLocError('unsupported', `${path} is a folder; a table is one file.`, { cause })
    throw new StructLocError('unreadable', `${path} cannot be read: ${message}`, { cause })
  }
}
