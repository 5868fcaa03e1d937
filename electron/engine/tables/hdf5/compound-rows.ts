// The columns of a compound data set, some rows at a time and straight from the library's memory: made into arrays row by row, as
// the library does by itself, a million rows take tens of seconds.
import type { Dataset, Module as Library } from 'h5wasm/node'
import type { NumberColumn } from '../../../../core/formats/column-layout.ts'

type Member = NonNullable<Dataset['metadata']['compound_type']>['members'][number]
type Read = (view: DataView, at: number) => number

/** Rows that are read at a time. */
const BLOCK = 65_536

/** Numeric members of the rows; members of other kinds are passed over. */
export function readRows(library: typeof Library, dataset: Dataset): { header: string[]; columns: Map<string, NumberColumn>; rows: number } {
  const { size, compound_type, shape } = dataset.metadata
  const rows = shape![0]
  const readers = compound_type!.members.flatMap((member) => {
    const read = readerOf(library, member)
    return read ? [{ member, read, out: exact(library, member) ? new Float32Array(rows) : new Float64Array(rows) }] : []
  })
  const pointer = library._malloc(Math.max(1, Math.min(BLOCK, rows) * size))
  if (pointer === 0) throw new Error('out of memory')
  try {
    for (let first = 0; first < rows; first += BLOCK) {
      const count = Math.min(BLOCK, rows - first)
      if (library.get_dataset_data(dataset.file_id, dataset.path, [BigInt(count)], [BigInt(first)], [1n], BigInt(pointer)) < 0) throw new Error('rows cannot be read')
      const view = new DataView(library.HEAPU8.buffer, pointer, count * size)
      for (const { member: { offset }, read, out } of readers) for (let i = 0; i < count; i++) out[first + i] = read(view, i * size + offset)
    }
  } finally {
    library._free(pointer)
  }
  return { header: compound_type!.members.map(({ name }) => name), columns: new Map(readers.map(({ member: { name }, out }) => [name, out])), rows }
}

const exact = (library: typeof Library, { type, size }: Member): boolean => type === library.H5T_class_t.H5T_FLOAT.value && size === 4

function readerOf(library: typeof Library, { type, size, signed, littleEndian: little }: Member): Read | undefined {
  const { H5T_FLOAT, H5T_INTEGER } = library.H5T_class_t
  if (type === H5T_FLOAT.value) return size === 4 ? (view, at) => view.getFloat32(at, little) : size === 8 ? (view, at) => view.getFloat64(at, little) : undefined
  if (type !== H5T_INTEGER.value) return undefined
  switch (size) {
    case 1: return signed ? (view, at) => view.getInt8(at) : (view, at) => view.getUint8(at)
    case 2: return signed ? (view, at) => view.getInt16(at, little) : (view, at) => view.getUint16(at, little)
    case 4: return signed ? (view, at) => view.getInt32(at, little) : (view, at) => view.getUint32(at, little)
    case 8: return signed ? (view, at) => Number(view.getBigInt64(at, little)) : (view, at) => Number(view.getBigUint64(at, little))
    default: return undefined
  }
}
