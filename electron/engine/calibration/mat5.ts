// MATLAB's own files of version 5 (MAT-File Format, The MathWorks): what `save` writes by default. Numbers, texts, cells and structs;
// sparse arrays, objects and functions are passed over.
import { deflateSync, inflateSync } from 'node:zlib'
import { StructLocError } from '../../../core/errors.ts'

export interface MatArray {
  /** Row by row in MATLAB's order: the first axis runs fastest. */
  shape: readonly number[]
  values: Float64Array | Float32Array
}
export interface MatStruct { [name: string]: MatValue }
export type MatValue = MatArray | string | boolean | MatStruct | MatValue[]

const types = { int8: 1, uint8: 2, int16: 3, uint16: 4, int32: 5, uint32: 6, single: 7, double: 9, int64: 12, uint64: 13, matrix: 14, compressed: 15, utf8: 16, utf16: 17 } as const
const classes = { cell: 1, struct: 2, char: 4, double: 6, single: 7, int8: 8, uint64: 15 } as const
const isLogical = 0x0200
/** Bytes of names of a struct's fields. */
const nameBytes = 32
const mostBytes = 2 ** 30

/** Whether the first bytes of a file are those of such a file. */
export function isMat5(head: Uint8Array): boolean {
  return head.length >= 128 && Buffer.from(head.subarray(0, 19)).toString('latin1').startsWith('MATLAB 5.0 MAT-file')
}

/** The variables of a file. @throws StructLocError 'invalid-input' where it is damaged */
export function readMat5(bytes: Uint8Array, path: string): MatStruct {
  const little = bytes[126] === 0x49
  const variables: MatStruct = {}
  try {
    let at = 128
    while (at + 8 <= bytes.length) {
      const element = elementAt(bytes, at, little)
      const inner = element.type === types.compressed ? elementAt(inflateSync(element.data, { maxOutputLength: mostBytes }), 0, little) : element
      if (inner.type === types.matrix) {
        const { name, value } = readMatrix(inner.data, little)
        if (value !== undefined) variables[name] = value
      }
      at = element.type === types.compressed ? at + 8 + element.data.length : element.end
    }
  } catch (cause) {
    throw new StructLocError('invalid-input', `${path} cannot be read as a MATLAB file: it is damaged or was not written to its end.`, { cause })
  }
  return variables
}

interface Element { type: number; data: Uint8Array; end: number }

function elementAt(bytes: Uint8Array, at: number, little: boolean): Element {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const first = view.getUint32(at, little)
  // A small element: its length stands in the upper half of its type.
  const [type, length, start] = first >>> 16 ? [first & 0xffff, first >>> 16, at + 4] : [first, view.getUint32(at + 4, little), at + 8]
  if (start + length > bytes.length) throw new RangeError('an element reaches beyond the end')
  return { type, data: bytes.subarray(start, start + length), end: first >>> 16 ? at + 8 : start + 8 * Math.ceil(length / 8) }
}

function* elementsOf(bytes: Uint8Array, little: boolean): Generator<Element, undefined> {
  let at = 0
  while (at + 8 <= bytes.length) {
    const element = elementAt(bytes, at, little)
    yield element
    at = element.end
  }
}

function readMatrix(bytes: Uint8Array, little: boolean): { name: string; value: MatValue | undefined } {
  const elements = elementsOf(bytes, little)
  const next = (): Element => {
    const { value } = elements.next()
    if (!value) throw new RangeError('an array has too few parts')
    return value
  }
  const flags = numbersOf(next(), little)
  const kind = flags[0] & 0xff
  const shape = Array.from(numbersOf(next(), little))
  const name = Buffer.from(next().data).toString('latin1')
  const count = shape.reduce((a, b) => a * b, 1)
  const nested = (): MatValue => readMatrix(next().data, little).value ?? []
  if (kind === classes.cell) return { name, value: Array.from({ length: count }, nested) }
  if (kind === classes.struct) {
    const width = numbersOf(next(), little)[0]
    const names = Buffer.from(next().data)
    const fields = Array.from({ length: Math.floor(names.length / width) }, (_, i) => names.toString('latin1', i * width, (i + 1) * width).replace(/\0.*$/s, ''))
    const structs = Array.from({ length: count }, () => Object.fromEntries(fields.map((field) => [field, nested()])))
    return { name, value: count === 1 ? structs[0] : structs }
  }
  if (kind === classes.char) {
    const { type, data } = next()
    const codes = type === types.utf16 || type === types.uint16 ? Array.from(numbersOf({ type: types.uint16, data }, little)) : Array.from(data)
    return { name, value: String.fromCharCode(...codes) }
  }
  if (kind < classes.double || kind > classes.uint64) return { name, value: undefined }
  const values = count === 0 ? new Float64Array(0) : numbersOf(next(), little)
  if (values.length !== count) throw new RangeError('an array has another length than its shape says')
  return { name, value: (flags[0] & isLogical) !== 0 && count === 1 ? values[0] !== 0 : { shape, values } }
}

function numbersOf({ type, data }: Pick<Element, 'type' | 'data'>, little: boolean): Float64Array | Float32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const of = (size: number, read: (at: number) => number): Float64Array => Float64Array.from({ length: data.length / size }, (_, i) => read(size * i))
  switch (type) {
    case types.int8: return of(1, (at) => view.getInt8(at))
    case types.uint8: case types.utf8: return of(1, (at) => view.getUint8(at))
    case types.int16: return of(2, (at) => view.getInt16(at, little))
    case types.uint16: case types.utf16: return of(2, (at) => view.getUint16(at, little))
    case types.int32: return of(4, (at) => view.getInt32(at, little))
    case types.uint32: return of(4, (at) => view.getUint32(at, little))
    case types.single: return Float32Array.from({ length: data.length / 4 }, (_, i) => view.getFloat32(4 * i, little))
    case types.double: return of(8, (at) => view.getFloat64(at, little))
    case types.int64: return of(8, (at) => Number(view.getBigInt64(at, little)))
    case types.uint64: return of(8, (at) => Number(view.getBigUint64(at, little)))
    default: throw new RangeError(`numbers of an unknown kind (${type})`)
  }
}

/** A file of these variables, each compressed as MATLAB does. */
export function writeMat5(variables: MatStruct, about: string): Uint8Array {
  const head = Buffer.alloc(128, ' ')
  head.write(`MATLAB 5.0 MAT-file, ${about}`.slice(0, 116), 'latin1')
  head.fill(0, 116, 124)
  head.writeUInt16LE(0x0100, 124)
  head.write('IM', 126, 'latin1')
  return Buffer.concat([head, ...Object.entries(variables).flatMap(([name, value]) => {
    const packed = deflateSync(matrix(name, value))
    return [tag(types.compressed, packed.length), packed]
  })])
}

function tag(type: number, length: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(type, 0)
  bytes.writeUInt32LE(length, 4)
  return bytes
}

/** An element, filled up to eight bytes. */
function element(type: number, data: Uint8Array): Buffer {
  return Buffer.concat([tag(type, data.length), data, Buffer.alloc((8 - (data.length % 8)) % 8)])
}

const bytesOf = (values: Int32Array | Uint32Array | Float32Array | Float64Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

function matrix(name: string, value: MatValue): Buffer {
  const body = (kind: number, shape: readonly number[], parts: readonly Buffer[], flags = 0): Buffer => element(types.matrix, Buffer.concat([
    element(types.uint32, bytesOf(Uint32Array.of(kind | flags, 0))), element(types.int32, bytesOf(Int32Array.from(shape))), element(types.int8, Buffer.from(name, 'latin1')), ...parts,
  ]))
  if (typeof value === 'string') return body(classes.char, [1, value.length], [element(types.uint16, Buffer.from(value, 'utf16le'))])
  if (typeof value === 'boolean') return body(9, [1, 1], [element(types.uint8, Uint8Array.of(value ? 1 : 0))], isLogical)
  if (Array.isArray(value)) return body(classes.cell, [1, value.length], value.map((one) => matrix('', one)))
  if (isArray(value)) {
    const single = value.values instanceof Float32Array
    return body(single ? classes.single : classes.double, value.shape, [element(single ? types.single : types.double, bytesOf(value.values))])
  }
  const fields = Object.entries(value)
  const names = Buffer.alloc(nameBytes * fields.length)
  fields.forEach(([field], i) => names.write(field, i * nameBytes, nameBytes - 1, 'latin1'))
  return body(classes.struct, [1, 1], [element(types.int32, bytesOf(Int32Array.of(nameBytes))), element(types.int8, names), ...fields.map(([, one]) => matrix('', one))])
}

/** Whether a value is an array of numbers. */
export function isArray(value: MatValue | undefined): value is MatArray {
  return typeof value === 'object' && !Array.isArray(value) && 'shape' in value && 'values' in value && (value.values instanceof Float64Array || value.values instanceof Float32Array)
}
