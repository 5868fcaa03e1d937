// SMLM files (imodpasteur/smlm-file-format, version 0.2): a zip whose manifest.json describes binary tables, row after row, little-endian.
// Lengths are nm where no unit says otherwise. The format does not say where frames count from: ours say so ('frame_base'), of others
// those that have a frame 0 count from 0, the rest from 1 as ThunderSTORM, whose plug-in writes such files.
import { z } from 'zod'
import { StructLocError } from '../errors.ts'
import type { LocalizationTable } from '../localizations/table.ts'
import { layOut, type Conversion, type Further, type Keep, type NumberColumn, type ReadTable } from './column-layout.ts'
import { statedColumns, without, type KnownField } from './further-columns.ts'

const tableFormat = z.looseObject({
  type: z.string(), mode: z.string(), headers: z.array(z.string()).min(1), dtype: z.array(z.string()),
  shape: z.array(z.union([z.coerce.number(), z.array(z.coerce.number())])), units: z.array(z.string()).default([]),
})
const manifestSchema = z.looseObject({
  format_version: z.string(),
  formats: z.record(z.string(), z.looseObject({ type: z.string() })),
  files: z.array(z.looseObject({
    name: z.string(), type: z.string(), format: z.string(), rows: z.coerce.number().int().nonnegative().default(0),
    offset: z.record(z.string(), z.coerce.number()).default({}), frame_base: z.union([z.literal(0), z.literal(1)]).optional(),
  })),
})

/** A table inside the zip, before its bytes are there. */
export interface SmlmTable {
  /** Its file in the zip. */
  name: string
  /** How long that file is. */
  bytes: number
  format: z.output<typeof tableFormat>
  rows: number
  offset: Readonly<Record<string, number>>
  frameBase: 0 | 1 | undefined
}

const readers: Readonly<Record<string, { bytes: number; read: (view: DataView, at: number) => number }>> = {
  int8: { bytes: 1, read: (view, at) => view.getInt8(at) }, uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  int16: { bytes: 2, read: (view, at) => view.getInt16(at, true) }, uint16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  int32: { bytes: 4, read: (view, at) => view.getInt32(at, true) }, uint32: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  int64: { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) }, uint64: { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) },
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) }, float64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
}

/** The table that a manifest describes. Errors: no manifest of version 0.2, no table or several, types that are not known. */
export function readManifest(text: string, fileName: string): SmlmTable {
  const refuse = (what: string): StructLocError => new StructLocError('invalid-input', `${fileName}, manifest.json: ${what}.`)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw refuse(`no JSON (${(error as Error).message})`)
  }
  const manifest = manifestSchema.safeParse(json)
  if (!manifest.success) {
    const [issue] = manifest.error.issues
    throw refuse(`${issue.path.join('.') || 'the document'}: ${issue.message}`)
  }
  const { format_version, files, formats } = manifest.data
  if (!/^0\.2(\.|$)/.test(format_version)) throw refuse(`version ${format_version} of the format; 0.2 is the one that is known`)
  const tables = files.filter(({ type }) => type === 'table')
  if (tables.length !== 1) throw refuse(tables.length === 0 ? 'no table among its files' : `${tables.length} tables (${tables.map(({ name }) => name).join(', ')}); a file of one table was expected`)
  const [{ name, format: key, rows, offset, frame_base }] = tables
  const format = tableFormat.safeParse(formats[key])
  if (!format.success) throw refuse(`formats.${key} is no description of a table`)
  const { mode, headers, dtype, shape } = format.data
  if (mode !== 'binary') throw refuse(`${name} is a table of mode '${mode}'; a binary one was expected`)
  if (dtype.length !== headers.length || shape.length !== headers.length) throw refuse(`formats.${key}: ${headers.length} headers, ${dtype.length} types and ${shape.length} shapes; as many of each were expected`)
  const unknown = dtype.find((type) => !(type in readers))
  if (unknown !== undefined) throw refuse(`formats.${key}: the type '${unknown}' is not known`)
  return { name, rows, bytes: rows * rowBytes(format.data), format: format.data, offset, frameBase: frame_base }
}

/** Numbers in one field of a row. */
const elements = (shape: number | number[]): number => (typeof shape === 'number' ? shape : shape.reduce((product, length) => product * length, 1))
const rowBytes = ({ dtype, shape }: SmlmTable['format']): number => dtype.reduce((sum, type, i) => sum + readers[type].bytes * elements(shape[i]), 0)

const lengths = ['x', 'y', 'z', 'sigma_x', 'sigma_y', 'sigma_z', 'psf_sigma_x', 'psf_sigma_y']
const names: Readonly<Record<string, readonly string[]>> = {
  frame: ['frame'], x: ['x', 'x_position', 'position_x', 'Position-0-0', 'Position_0_0'], y: ['y', 'y_position', 'position_y', 'Position-1-0', 'Position_1_0'],
  z: ['z', 'z_position', 'position_z', 'Position-2-0', 'Position_2_0'],
  photons: ['intensity', 'photons', 'Amplitude-0-0', 'Amplitude_0_0'], background: ['background', 'local_background', 'offset', 'LocalBackground-0-0', 'LocalBackground_0_0'],
  sigma_x: ['x_precision', 'uncertainty_x', 'uncertainty_xy', 'uncertainty_xy [nm]', 'uncertainty', 'uncertainty [nm]'],
  sigma_y: ['y_precision', 'uncertainty_y', 'uncertainty_xy', 'uncertainty_xy [nm]', 'uncertainty', 'uncertainty [nm]'],
  sigma_z: ['z_precision', 'uncertainty_z', 'uncertainty_z [nm]'], sigma_photons: ['intensity_precision'], probability: ['probability'],
  psf_sigma_x: ['psf_sigma_x', 'sigma1', 'sigma'], psf_sigma_y: ['psf_sigma_y', 'sigma2', 'sigma'],
}
const nanometres: Readonly<Record<string, number>> = { '': 1, '1': 1, nm: 1, um: 1000, 'μm': 1000, 'µm': 1000, mm: 1e6, angstrom: 0.1 }

/** The table in the bytes of its file. Errors: bytes that are missing, lengths in a unit that is none. */
export function layOutSmlm(bytes: Uint8Array, table: SmlmTable, fileName: string, keep: Keep): ReadTable {
  const { rows, format } = table
  if (bytes.length < table.bytes) throw new StructLocError('invalid-input', `${fileName}, ${table.name}: ${bytes.length} bytes, but ${rows} rows take ${table.bytes}.`)
  const columns = readColumns(bytes, table)
  const conversions: Record<string, Conversion> = {}
  for (const column of lengths) {
    const header = names[column].find((name) => format.headers.includes(name))
    if (header === undefined) continue
    const unit = format.units[format.headers.indexOf(header)] ?? ''
    const factor = nanometres[unit.trim().toLowerCase()]
    if (factor === undefined) throw new StructLocError('unsupported', `${fileName}, manifest.json: ${header} is given in '${unit}'; a unit of length was expected (nm, um).`)
    if (factor !== 1) conversions[column] = { factor, note: unit }
  }
  const firstFrame = table.frameBase ?? (columns.get('frame')?.includes(0) === false ? 1 : 0)
  return layOut({ header: format.headers, columns, rows, place: (row) => `row ${row + 1}` },
    { name: 'SMLM', kind: 'localizations', names, needed: ['frame', 'x', 'y'], firstFrame, conversions }, fileName, keep)
}

/** Columns of one number a row; those of several are passed over. */
function readColumns(bytes: Uint8Array, { rows, format, offset }: SmlmTable): Map<string, Float64Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const step = rowBytes(format)
  const columns = new Map<string, Float64Array>()
  let start = 0
  format.headers.forEach((header, i) => {
    const { bytes: size, read } = readers[format.dtype[i]]
    if (elements(format.shape[i]) === 1 && !columns.has(header)) {
      const added = offset[header] ?? 0
      columns.set(header, Float64Array.from({ length: rows }, (_, row) => read(view, start + row * step) + added))
    }
    start += size * elements(format.shape[i])
  })
  return columns
}

/** The manifest and the bytes of 'table.bin'. */
export function writeSmlm(table: LocalizationTable, further: Further, field: Partial<KnownField>, program: string): { manifest: string; bytes: Uint8Array } {
  const kept = without(further, 'psf_sigma_x', 'psf_sigma_y')
  const states = statedColumns(table)
  const ours: [string, string, ArrayLike<number>, string][] = [
    ['frame', 'uint32', table.frame, 'frame'], ['x', 'float32', table.x, 'nm'], ['y', 'float32', table.y, 'nm'], ['z', 'float32', table.z, 'nm'],
    ['intensity', 'float32', table.photons, 'photon'], ['background', 'float32', table.background, 'photon'],
    ...([['x_precision', 'sigma_x', 'nm'], ['y_precision', 'sigma_y', 'nm'], ['z_precision', 'sigma_z', 'nm'], ['intensity_precision', 'sigma_photons', 'photon'], ['probability', 'probability', '']] as const)
      .filter(([, column]) => states(column)).map(([name, column, unit]): [string, string, ArrayLike<number>, string] => [name, 'float32', table[column], unit]),
    ...(['psf_sigma_x', 'psf_sigma_y'] as const).filter((name) => name in further).map((name): [string, string, ArrayLike<number>, string] => [name, 'float32', further[name], 'nm']),
  ]
  const own = new Set(ours.map(([name]) => name))
  const all = [...ours, ...Object.entries(kept).map(([name, values]): [string, string, ArrayLike<number>, string] => [own.has(name) ? `${name}_2` : name, values instanceof Float32Array ? 'float32' : 'float64', values, ''])]
  const rows = table.frame.length
  const step = all.reduce((sum, [, type]) => sum + readers[type].bytes, 0)
  const bytes = new Uint8Array(rows * step)
  const view = new DataView(bytes.buffer)
  let start = 0
  for (const [, type, values] of all) {
    for (let row = 0; row < rows; row++) {
      const at = start + row * step
      if (type === 'uint32') view.setUint32(at, values[row], true)
      else if (type === 'float32') view.setFloat32(at, values[row], true)
      else view.setFloat64(at, values[row], true)
    }
    start += readers[type].bytes
  }
  const extent = (values: NumberColumn | ArrayLike<number>, choose: (a: number, b: number) => number): number => Array.prototype.reduce.call(values, (a, b) => choose(a as number, b as number), values[0] ?? 0) as number
  const offsets = Object.fromEntries(all.map(([name]) => [name, 0]))
  const manifest = {
    format_version: '0.2', name: 'localizations', description: `written by ${program}`, tags: [], thumbnail: '', sample: '', labeling: '', date: '', author: '', citation: '', email: '',
    formats: {
      'smlm-table(binary)': {
        name: 'smlm-table(binary)', type: 'table', mode: 'binary', extension: '.bin', columns: all.length,
        headers: all.map(([name]) => name), dtype: all.map(([, type]) => type), shape: all.map(() => 1), units: all.map(([, , , unit]) => unit),
        description: 'frames count from 0, positions from the outer corner of the first pixel',
      },
    },
    files: [{
      name: 'table.bin', type: 'table', format: 'smlm-table(binary)', channel: 'default', rows, offset: offsets, frame_base: 0, ...(field.pixelSize === undefined ? {} : { pixel_size_nm: field.pixelSize }),
      min: Object.fromEntries(all.map(([name, , values]) => [name, extent(values, Math.min)])), max: Object.fromEntries(all.map(([name, , values]) => [name, extent(values, Math.max)])),
    }],
  }
  return { manifest: JSON.stringify(manifest, null, 1), bytes }
}
