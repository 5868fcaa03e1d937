// HDF5 files through h5wasm, which is the HDF5 library itself compiled to WebAssembly. It reads and writes the disk directly and is loaded with
// the first file of this kind.
import { openSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { devNull } from 'node:os'
import type * as Hdf5 from 'h5wasm/node'
import type { Attribute, Dataset, File, Group, Metadata } from 'h5wasm/node'
import { StructLocError } from '../../../../core/errors.ts'
import type { NumberColumn } from '../../../../core/formats/column-layout.ts'
import { readRows } from './compound-rows.ts'

const load = async (): Promise<typeof Hdf5> => {
  const library = await import('h5wasm/node')
  const { FS } = await library.ready
  // The library prints every damaged byte to stderr, past the program's own streams.
  const stderr = (FS as unknown as { streams: ({ nfd?: number } | null)[] }).streams[2]
  if (stderr?.nfd === 2) stderr.nfd = openSync(devNull, 'w')
  return library
}

export type Values = NumberColumn | Uint32Array | Uint8Array | Uint16Array | BigInt64Array

export interface Hdf5Reader {
  /** Names in a group, '' for the file itself; none where there is no such group. */
  keys(group: string): string[]
  has(path: string): boolean
  /** Numbers of a data set, row after row, and its shape; undefined where it is none, or has no shape ('empty'), or holds no numbers. */
  numbers(path: string): { values: NumberColumn; shape: readonly number[] } | undefined
  /** The columns of a compound data set; undefined where it is none. */
  rows(path: string): { header: string[]; columns: Map<string, NumberColumn>; rows: number } | undefined
  /** A data set of one text. */
  text(path: string): string | undefined
  /** Numbers or a text. */
  attribute(path: string, name: string): number[] | string | undefined
}

/** Reads from a file and closes it. Errors: a file that is damaged or none of HDF5, named. */
export async function readHdf5<T>(path: string, read: (file: Hdf5Reader) => T): Promise<T> {
  const library = await load()
  let file: File | undefined
  try {
    file = new library.File(path, 'r')
    return read(reader(library, file, path, (await stat(path)).size))
  } catch (cause) {
    if (cause instanceof StructLocError) throw cause
    throw new StructLocError('invalid-input', `${path} cannot be read as HDF5: it is damaged or was not written to its end.`, { cause })
  } finally {
    file?.close()
  }
}

/** Deflate makes at most 1032 bytes of one. */
const MOST_INFLATION = 1100
/** What the library's memory can hold of one data set. */
const MOST_BYTES = 2 ** 31

function reader(library: typeof Hdf5, file: File, path: string, fileBytes: number): Hdf5Reader {
  const entity = (path: string): Dataset | Group | undefined => {
    if (path === '') return file
    try {
      const found = file.get(path)
      return found instanceof library.Dataset || found instanceof library.Group ? found : undefined
    } catch {
      return undefined
    }
  }
  const dataset = (name: string): Dataset | undefined => {
    const found = entity(name)
    return found instanceof library.Dataset ? found : undefined
  }
  /** A size that a damaged file states is not believed. */
  const checkSize = (name: string, { shape, size, chunks }: Metadata, most: number): void => {
    const bytes = size * (shape ?? []).reduce((product, length) => product * length, 1)
    if (bytes <= Math.min(most, chunks ? fileBytes * MOST_INFLATION : fileBytes)) return
    throw new StructLocError('invalid-input', `${path}: '/${name}' is said to have ${(shape ?? []).join(' × ')} values of ${size} bytes, more than ${bytes <= most ? `a file of ${fileBytes} bytes holds` : 'can be read'}.`)
  }
  return {
    keys: (path) => {
      const found = entity(path)
      return found instanceof library.Group ? found.keys() : []
    },
    has: (path) => entity(path) !== undefined,
    numbers: (path) => {
      const found = dataset(path)
      if (!found?.shape) return undefined
      checkSize(path, found.metadata, MOST_BYTES)
      if (found.attrs.MATLAB_empty) return { values: new Float64Array(0), shape: [0] }
      const values = asNumbers(found.metadata.total_size === 0 ? [] : found.value)
      return values && { values, shape: found.shape }
    },
    rows: (path) => {
      const found = dataset(path)
      if (!found?.metadata.compound_type || found.shape?.length !== 1) return undefined
      checkSize(path, found.metadata, Infinity)
      return readRows(library.Module, found)
    },
    text: (path) => {
      const value = dataset(path)?.value
      return typeof value === 'string' ? value : undefined
    },
    attribute: (path, name) => {
      const found: Attribute | undefined = entity(path)?.attrs[name]
      const value = found?.json_value
      if (typeof value === 'string') return value
      if (typeof value === 'number') return [value]
      return Array.isArray(value) && value.every((one) => typeof one === 'number') ? value : undefined
    },
  }
}

function asNumbers(value: unknown): NumberColumn | undefined {
  if (value instanceof Int32Array || value instanceof Float32Array || value instanceof Float64Array) return value
  if (typeof value === 'number') return Float64Array.of(value)
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float64Array.from(value, Number)
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Float64Array.from(value as Uint8Array)
  return Array.isArray(value) && value.every((one) => typeof one === 'number') ? Float64Array.from(value as number[]) : undefined
}

export interface Hdf5Writer {
  group(path: string): void
  /** A data set of numbers; `shape` where it is not a list. */
  numbers(path: string, values: Values, shape?: readonly number[]): void
  /** A data set of one row a localization. */
  rows(path: string, columns: ReadonlyMap<string, Values>): void
  /** A text or numbers; a text of `fixed` length as MATLAB has them. */
  attribute(path: string, name: string, value: string | Values, fixed?: 'fixed'): void
}

/** Writes a new file, over one that may be there, in the oldest version of the format that holds it, which every program reads. Errors: those of the disk. */
export async function writeHdf5(path: string, write: (file: Hdf5Writer) => void): Promise<void> {
  const library = await load()
  const file = new library.File(path, 'w', { libver: ['earliest', 'latest'] })
  const parent = (full: string): [Group, string] => {
    const at = full.lastIndexOf('/')
    return [at < 0 ? file : file.get(full.slice(0, at)) as Group, full.slice(at + 1)]
  }
  try {
    write({
      group: (full) => {
        const [group, name] = parent(full)
        group.create_group(name)
      },
      numbers: (full, values, shape) => {
        const [group, name] = parent(full)
        group.create_dataset({ name, data: values, ...(shape ? { shape: [...shape] } : {}) })
      },
      rows: (full, columns) => {
        const [group, name] = parent(full)
        group.create_dataset({ name, data: new Map(columns), shape: [[...columns.values()][0].length] })
      },
      attribute: (full, name, value, fixed) => {
        const of = file.get(full) as Group
        if (fixed && typeof value === 'string') of.create_attribute(name, value, [], `S${value.length}`)
        else of.create_attribute(name, value)
      },
    })
    file.flush()
  } finally {
    file.close()
  }
}
