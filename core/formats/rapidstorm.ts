// rapidSTORM's text tables (Wolter et al. 2012): the first line is a comment of XML that names the columns and their units, then
// numbers between blanks. Images count from 0; positions run from the centre of the first pixel: the largest is (pixels − 1) times
// the pixel's size in the files we have seen.
import { StructLocError } from '../errors.ts'
import type { Conversion, Layout } from './column-layout.ts'

const identifiers: Readonly<Record<string, string>> = {
  frame: 'ImageNumber-0-0', x: 'Position-0-0', y: 'Position-1-0', z: 'Position-2-0', photons: 'Amplitude-0-0', background: 'LocalBackground-0-0',
  sigma_x: 'Position-0-0-uncertainty', sigma_y: 'Position-1-0-uncertainty', sigma_z: 'Position-2-0-uncertainty',
}
const lengths: Readonly<Record<string, number>> = { nanometer: 1, micrometer: 1000, millimeter: 1e6, meter: 1e9 }

/** Names of the columns and how they are read, from the first line; undefined where it is none of rapidSTORM's. Errors: a unit of length that is not known. */
export function readRapidstormHeader(line: string, fileName: string, pixelSize: number | undefined): { header: string[]; layout: Layout } | undefined {
  if (!/^\uFEFF?#\s*<localizations\b/.test(line)) return undefined
  const fields = [...line.matchAll(/<field\b([^>]*)>/g)].map(([, attributes]) => ({ name: attribute(attributes, 'identifier'), unit: attribute(attributes, 'unit') }))
  const names = Object.fromEntries(Object.entries(identifiers).map(([column, name]) => [column, [name]]))
  const unitOf = (column: string): string => fields.find(({ name }) => name === identifiers[column])?.unit ?? ''
  const conversions: Record<string, Conversion> = {}
  for (const column of ['x', 'y', 'z', 'sigma_x', 'sigma_y', 'sigma_z']) {
    const unit = unitOf(column)
    if (unit === '') continue
    const factor = lengths[unit]
    if (factor === undefined) throw new StructLocError('unsupported', `${fileName}, line 1: ${identifiers[column]} is given in '${unit}'; a unit of length was expected (${Object.keys(lengths).join(', ')}).`)
    const lateral = column === 'x' || column === 'y'
    conversions[column] = { factor, offset: lateral ? (pixelSize ?? 0) / 2 : 0, note: `${factor === 1 ? 'nm' : unit}${lateral ? originNote(pixelSize) : ''}` }
  }
  if (/A\/D/.test(unitOf('photons'))) conversions.photons = { note: 'A/D counts as they are: the file does not tell the camera\'s gain' }
  if (/A\/D/.test(unitOf('background'))) conversions.background = { note: 'A/D counts as they are, camera\'s baseline included' }
  return { header: fields.map(({ name }) => name), layout: { name: 'rapidSTORM', kind: 'localizations', names, needed: ['frame', 'x', 'y'], firstFrame: 0, conversions } }
}

const attribute = (text: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? ''

const originNote = (pixelSize: number | undefined): string => (pixelSize === undefined
  ? ' from the centre of the first pixel, left as they are: the file does not tell the pixel\'s size'
  : ` from the centre of the first pixel, half a pixel (${pixelSize / 2} nm) added`)
