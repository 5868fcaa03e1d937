// Tables as Apache Arrow IPC: files for people, chunks for the workspace. Each column says its unit in its field's metadata.
import { DataType, Field, Float32, Float64, Int32, RecordBatch, RecordBatchFileWriter, RecordBatchStreamWriter, Schema, Struct, makeData, tableFromIPC, type Data, type Table } from 'apache-arrow'
import { StructLocError } from '../errors.ts'
import { localizationColumns, type EmitterTable, type LocalizationTable } from '../localizations/table.ts'
import type { Further, NumberColumn } from './column-layout.ts'
import { underFreeNames } from './further-columns.ts'

type Column = NumberColumn

/** Unit of each column as it stands in its field. */
export const arrowUnits: Record<string, string> = {
  frame: 'from 0', id: 'molecule', x: 'nm', y: 'nm', z: 'nm', photons: 'photons', background: 'photons per pixel',
  sigma_x: 'nm', sigma_y: 'nm', sigma_z: 'nm', sigma_photons: 'photons', probability: 'share',
}

const emitterColumns = ['frame', 'id', 'x', 'y', 'z', 'photons'] as const
const localizationNames = ['frame', ...localizationColumns] as const

const typeOf = (column: Column): Int32 | Float32 | Float64 => (column instanceof Int32Array ? new Int32() : column instanceof Float32Array ? new Float32() : new Float64())

function batch(table: Record<string, Column>, names: readonly string[], metadata: Record<string, string>): RecordBatch {
  const fields = names.map((name) =>
    new Field(name, typeOf(table[name]), false, new Map(name in arrowUnits ? [['unit', arrowUnits[name]]] : [])))
  const schema = new Schema(fields, new Map(Object.entries(metadata)))
  const length = table.frame.length
  const children = names.map((name): Data => {
    const data = table[name]
    return data instanceof Int32Array ? makeData({ type: new Int32(), length, nullCount: 0, data })
      : data instanceof Float32Array ? makeData({ type: new Float32(), length, nullCount: 0, data })
        : makeData({ type: new Float64(), length, nullCount: 0, data })
  })
  return new RecordBatch(schema, makeData({ type: new Struct(fields), length, nullCount: 0, children }))
}

/** Localizations as an Arrow IPC stream, for one BLOB of the workspace. */
export function encodeChunk(table: LocalizationTable): Uint8Array {
  const writer = new RecordBatchStreamWriter()
  writer.write(batch(table, localizationNames, {}))
  return writer.finish().toUint8Array(true)
}

/** The localizations of such a chunk. Errors: bytes that are no Arrow data, or columns that are missing. */
export function decodeChunk(bytes: Uint8Array): LocalizationTable {
  return columns(open(bytes, 'a chunk of the workspace'), 'a chunk of the workspace', localizationNames) as unknown as LocalizationTable
}

/** Localizations or emitters as an Arrow IPC file ('.arrow'); `metadata` holds provenance, `further` columns that are none of ours. */
export function writeArrow(table: LocalizationTable | EmitterTable, metadata: Record<string, string> = {}, further: Further = {}): Uint8Array {
  const ours = 'id' in table ? emitterColumns : localizationNames
  const kept = underFreeNames(further, ours)
  const writer = new RecordBatchFileWriter()
  writer.write(batch({ ...table as unknown as Record<string, Column>, ...Object.fromEntries(kept) }, [...ours, ...kept.keys()], metadata))
  return writer.finish().toUint8Array(true)
}

export type ArrowTable = ({ kind: 'localizations'; table: LocalizationTable } | { kind: 'emitters'; table: EmitterTable }) & {
  /** The provenance that `writeArrow` was given. */
  metadata: Record<string, string>
  /** Numeric columns that are none of ours. */
  further: Further
}

/** Reads such a file, by its columns as localizations or as emitters. Errors name the file and what is missing. */
export function readArrow(bytes: Uint8Array, fileName: string): ArrowTable {
  const all = open(bytes, fileName)
  const names = all.schema.fields.map((field) => field.name)
  const metadata = Object.fromEntries(all.schema.metadata)
  const emitters = names.includes('id') && !names.includes('probability')
  const ours: readonly string[] = emitters ? emitterColumns : localizationNames
  const table = columns(all, fileName, ours)
  const further = Object.fromEntries(names.flatMap((name) => {
    const column = ours.includes(name) ? null : all.getChild(name)
    return column && (DataType.isInt(column.type) || DataType.isFloat(column.type)) && column.nullCount === 0 ? [[name, asNumbers(column.toArray() as ArrayLike<number | bigint>)]] : []
  }))
  return { kind: emitters ? 'emitters' : 'localizations', metadata, further, table } as unknown as ArrowTable
}

const asNumbers = (values: ArrayLike<number | bigint>): NumberColumn =>
  (values instanceof Int32Array || values instanceof Float32Array || values instanceof Float64Array ? values : Float64Array.from(values, Number))

function open(bytes: Uint8Array, fileName: string): Table {
  try {
    const table: Table = tableFromIPC(bytes)
    if (table.schema.fields.length > 0) return table
  } catch (error) {
    throw new StructLocError('invalid-input', `${fileName} is not an Arrow table: ${(error as Error).message}`)
  }
  throw new StructLocError('invalid-input', `${fileName} is not an Arrow table: it has no columns.`)
}

function columns(table: Table, fileName: string, names: readonly string[]): Record<string, Column> {
  return Object.fromEntries(names.map((name) => {
    const column = table.getChild(name)
    if (!column) throw new StructLocError('invalid-input', `${fileName} has no column '${name}'; a table of this kind has ${names.join(', ')}.`)
    if (!DataType.isInt(column.type) && !DataType.isFloat(column.type) || column.nullCount > 0) {
      const found = column.nullCount > 0 ? `${column.nullCount} rows without a value` : `the type ${column.type}`
      throw new StructLocError('invalid-input', `${fileName}, column '${name}': ${found}; it must hold a number in every row.`)
    }
    const out = name === 'frame' || name === 'id' ? new Int32Array(table.numRows) : new Float32Array(table.numRows)
    const values = column.toArray() as Float32Array | Int32Array | BigInt64Array | BigUint64Array
    if (values instanceof BigInt64Array || values instanceof BigUint64Array) values.forEach((value, i) => { out[i] = Number(value) })
    else out.set(values)
    return [name, out]
  }))
}
