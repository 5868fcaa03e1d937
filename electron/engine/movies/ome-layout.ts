// OME-XML's account of pages: sizes and order of the dimensions, and which page of which file holds which plane.
// OME Model, 2016-06: Pixels, TiffData, UUID; a file that only holds pixels names the one with the metadata (BinaryOnly).
import { basename } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { PageLayout } from './page-layout.ts'
import { xmlTags, type XmlTag } from './xml-tags.ts'

/** More planes than a file lists: their places take 8 bytes each. */
const MOST_PLANES = 2 ** 24

export function isOme(description: string): boolean {
  return /<(?:\w+:)?OME[\s>]/.test(description.slice(0, 4096))
}

/** The file (its name) that holds the metadata of one that only holds pixels. */
export function omeMetadataFile(description: string): string | undefined {
  for (const { name, attributes } of xmlTags(description.slice(0, 65536))) {
    if (name === 'BinaryOnly') return named(attributes.get('MetadataFile'))
  }
  return undefined
}

interface Pixels {
  order: string
  sizes: At
  names: string[]
  blocks: Block[]
}

/**
 * @param path of the file that the text stands in, to tell pages of its own
 * @param pages pages of that file; 0 for a file of XML alone
 * Undefined where the text says nothing of its pages. Throws 'unsupported' where it announces more than can be.
 */
export function omeLayout(xml: string, path: string, pages: number): PageLayout | undefined {
  const { uuid, images } = parse(xml)
  const first = images[0]
  if (!first) return undefined
  // Positions of one shape are one movie each; an overview or label image among them is not.
  const alike = images.filter(({ sizes }) => (['Z', 'C', 'T'] as const).every((axis) => sizes[axis] === first.sizes[axis]))
  const { C: channels, Z: slices, T: times } = first.sizes
  const planes = channels * slices * times * alike.length
  if (planes > MOST_PLANES) throw new StructLocError('unsupported', `${path}: its OME-XML announces ${planes} planes; up to ${MOST_PLANES} can be read.`)
  const files = [...new Set(images.flatMap(({ blocks }) => blocks.flatMap(({ file }) => file ?? [])))]
  const ownName = pages === 0 ? undefined : basename(path)
  // A file that was given another name names itself by the old one.
  const renamed = files.length === 1 && ownName !== undefined && files[0] !== ownName
  const fileOf = (block: Block): number => (block.file === undefined || block.file === ownName || renamed || (block.uuid !== undefined && block.uuid === uuid) ? 0 : 1 + files.indexOf(block.file))
  const places = alike.map((pixels) => placesOf(pixels, pages, fileOf))
  return {
    from: 'OME-XML', positions: alike.length, channels, slices, times, channelNames: first.names,
    place(position, channel, slice, time) {
      const place = places[position][planeKey(first.sizes, { C: channel, Z: slice, T: time })]
      if (Number.isNaN(place)) return undefined
      const file = Math.floor(place / FILE)
      return { file: file === 0 ? undefined : files[file - 1], page: place % FILE }
    },
  }
}

interface Block {
  ifd: number
  count: number | undefined
  first: At
  file: string | undefined
  uuid: string | undefined
}

function parse(xml: string): { uuid: string | undefined; images: Pixels[] } {
  const images: Pixels[] = []
  let uuid: string | undefined
  let pixels: Pixels | undefined
  for (const tag of xmlTags(xml)) {
    const { name, attributes } = tag
    if (tag.closes) {
      if (name === 'Pixels') pixels = undefined
    } else if (name === 'OME') uuid = attributes.get('UUID')
    else if (name === 'Pixels') {
      const sizes = { Z: size(attributes.get('SizeZ')), C: size(attributes.get('SizeC')), T: size(attributes.get('SizeT')) }
      pixels = { order: attributes.get('DimensionOrder') ?? 'XYZCT', sizes, names: [], blocks: [] }
      images.push(pixels)
    } else if (pixels) take(pixels, tag)
  }
  return { uuid, images }
}

function take(pixels: Pixels, { name, attributes, text }: XmlTag): void {
  const block = pixels.blocks.at(-1)
  if (name === 'Channel') pixels.names.push(attributes.get('Name') ?? '')
  else if (name === 'TiffData') {
    const number = (key: string): number | undefined => (/^\d{1,12}$/.test(attributes.get(key) ?? '') ? Number(attributes.get(key)) : undefined)
    const ifd = number('IFD')
    pixels.blocks.push({
      ifd: ifd ?? 0, count: number('PlaneCount') ?? (ifd === undefined ? undefined : 1),
      first: { Z: number('FirstZ') ?? 0, C: number('FirstC') ?? 0, T: number('FirstT') ?? 0 }, file: undefined, uuid: undefined,
    })
  } else if (name === 'UUID' && block) {
    block.file = named(attributes.get('FileName'))
    block.uuid = text.trim()
  }
}

/** The name alone: a movie's files lie in one folder. */
function named(file: string | undefined): string | undefined {
  const name = basename((file ?? '').replaceAll('\\', '/'))
  return name === '' || name === '.' || name === '..' ? undefined : name
}

const size = (text: string | undefined): number => (/^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : 1)

type At = Record<'Z' | 'C' | 'T', number>

const planeKey = (sizes: At, { Z, C, T }: At): number => (T * sizes.Z + Z) * sizes.C + C

/** A place is its file (0 this one, else its number in the list) times this, plus the page. */
const FILE = 2 ** 30

function placesOf({ order, sizes, blocks }: Pixels, pages: number, fileOf: (block: Block) => number): Float64Array {
  const all = sizes.Z * sizes.C * sizes.T
  const places = new Float64Array(all).fill(NaN)
  const axes = [...order.slice(2)].filter((axis): axis is keyof At => axis === 'Z' || axis === 'C' || axis === 'T')
  // Micro-Manager has written files without any TiffData: then the pages follow in order.
  const listed = blocks.length > 0 ? blocks : [{ ifd: 0, count: undefined, first: { Z: 0, C: 0, T: 0 }, file: undefined, uuid: undefined }]
  let budget = 2 * all
  for (const block of listed) {
    const file = fileOf(block)
    const at = { ...block.first }
    const count = Math.min(block.count ?? all, all, file === 0 ? pages - block.ifd : FILE - block.ifd, budget)
    for (let i = 0; i < count; i++) {
      if (at.Z >= sizes.Z || at.C >= sizes.C || at.T >= sizes.T) break
      places[planeKey(sizes, at)] = file * FILE + block.ifd + i
      budget--
      // The next plane in the order of the dimensions.
      for (const axis of axes) {
        at[axis] += 1
        if (at[axis] < sizes[axis] || axis === axes.at(-1)) break
        at[axis] = 0
      }
    }
  }
  return places
}
