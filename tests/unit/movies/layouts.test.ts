// What pages are: channels, slices, positions, several files. The frames hold their own place as grey values: 1000·t + 100·z + 10·c (+ p).
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { MovieOpening } from '../../../electron/contract/movie-opening.ts'
import { movieDetails } from '../../../electron/engine/localize/movie-details.ts'
import { openMovie } from '../../../electron/engine/movies/open-movie.ts'
import { encodeTiff, plainVariant, type TiffVariant } from './encode-tiff.ts'
import { temporaryFolder } from './temporary-folder.ts'

const file = temporaryFolder()
const small: TiffVariant = { ...plainVariant, width: 2, height: 2, rowsPerStrip: 2 }
const page = (value: number): number[] => Array<number>(4).fill(value)

/** Pages in this order of the axes, the first running fastest. */
function pagesBy(order: string, sizes: Record<string, number>): number[][] {
  const weights: Record<string, number> = { T: 1000, Z: 100, C: 10 }
  let values = [0]
  for (const axis of order) values = Array.from({ length: sizes[axis] }, (_, i) => values.map((value) => value + i * weights[axis])).flat()
  return values.map(page)
}

/** The first pixel of every frame. */
async function valuesOf(path: string, opening?: MovieOpening): Promise<number[]> {
  const movie = await openMovie(path, undefined, opening)
  const pixels = await movie.read(0, movie.info.frames)
  await movie.close()
  return [...pixels].filter((_, i) => i % 4 === 0)
}

const ome = (pixels: string, attributes = ''): string => `<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"${attributes}>${pixels}</OME>`
const sizesOf = (order: string, z: number, c: number, t: number, inside: string): string =>
  `<Image ID="Image:0"><Pixels DimensionOrder="${order}" SizeX="2" SizeY="2" SizeZ="${z}" SizeC="${c}" SizeT="${t}" Type="uint16">${inside}</Pixels></Image>`

describe('an ImageJ hyperstack', () => {
  const pages = pagesBy('CZT', { C: 2, Z: 3, T: 4 })
  const description = 'ImageJ=1.54f\nimages=24\nchannels=2\nslices=3\nframes=4\nhyperstack=true\n'

  it('gives the times of the channel and slice that are named', async () => {
    const path = file('hyperstack.tif', encodeTiff(pages, { ...small, description }))
    expect(await valuesOf(path, { channel: 2, slice: 3 })).toEqual([210, 1210, 2210, 3210])
    expect(await valuesOf(path, { channel: 1, slice: 1 })).toEqual([0, 1000, 2000, 3000])
  })

  it('is refused while none is named, and where there is none of that number', async () => {
    const path = file('ask.tif', encodeTiff(pages, { ...small, description }))
    await expect(openMovie(path)).rejects.toThrow(/has 2 channels; say which one is the movie \(--channel 1 to 2\)\./)
    await expect(openMovie(path, undefined, { channel: 1 })).rejects.toThrow(/has 3 slices; say which one/)
    await expect(openMovie(path, undefined, { channel: 3, slice: 1 })).rejects.toThrow(/has 2 channels; channel 3 was asked for/)
  })

  it('is looked at in its first channel and slice, and says so', async () => {
    const details = await movieDetails(file('looked.tif', encodeTiff(pages, { ...small, description })))
    expect(details).toMatchObject({ frames: 4, opening: { channel: 1, slice: 1 }, axes: { from: 'ImageJ', channels: 2, slices: 3, channel: 1, slice: 1 } })
  })

  it('of slices alone is a movie: time series are often saved so', async () => {
    const stack = pagesBy('Z', { Z: 5 })
    const path = file('slices.tif', encodeTiff(stack, { ...small, description: 'ImageJ=1.54f\nimages=5\nslices=5\n' }))
    expect(await valuesOf(path)).toEqual([0, 100, 200, 300, 400])
    expect((await movieDetails(path)).opening).toBeUndefined()
  })

  it('whose description does not fit its pages any more is taken page by page', async () => {
    expect(await valuesOf(file('cut.tif', encodeTiff(pages.slice(0, 5), { ...small, description })))).toHaveLength(5)
  })

  it('over 4 GB behind one directory gives its channels, too', async () => {
    const { open } = await import('node:fs/promises')
    const side = 2048
    const frameBytes = 2 * side * side
    const head = encodeTiff([Array<number>(side * side).fill(0)], {
      ...plainVariant, width: side, height: side, rowsPerStrip: side, littleEndian: false, layout: 'directory-first',
      description: 'ImageJ=1.54f\nimages=520\nchannels=2\nframes=260\nhyperstack=true\n',
    })
    const path = file('over.tif', head)
    const handle = await open(path, 'r+')
    const start = head.length - frameBytes
    await handle.truncate(start + 520 * frameBytes)
    await handle.write(Uint8Array.of(0x12, 0x34), 0, 2, start + 519 * frameBytes)
    await handle.close()
    const movie = await openMovie(path, undefined, { channel: 2 })
    expect(movie.info.frames).toBe(260)
    expect((await movie.read(259, 1))[0]).toBe(0x1234)
    await movie.close()
  })
})

describe('OME-TIFF', () => {
  it.each(['XYZCT', 'XYZTC', 'XYCTZ', 'XYCZT', 'XYTCZ', 'XYTZC'])('in the order %s gives the planes that are named', async (order) => {
    const pages = pagesBy(order.slice(2), { C: 2, Z: 3, T: 4 })
    const path = file(`${order}.ome.tif`, encodeTiff(pages, { ...small, description: ome(sizesOf(order, 3, 2, 4, '<TiffData/>')) }))
    expect(await valuesOf(path, { channel: 2, slice: 2 })).toEqual([110, 1110, 2110, 3110])
  })

  it('names its channels', async () => {
    const inside = '<Channel ID="0" Name="A &amp; B"/><Channel ID="1" Name="647"/><TiffData IFD="0" PlaneCount="4"/>'
    const path = file('names.ome.tif', encodeTiff(pagesBy('CT', { C: 2, T: 2 }), { ...small, description: ome(sizesOf('XYCZT', 1, 2, 2, inside)) }))
    await expect(openMovie(path)).rejects.toThrow(/has 2 channels \(A & B, 647\); say which one/)
    expect((await movieDetails(path)).axes?.channelNames).toEqual(['A & B', '647'])
  })

  it('follows its list of planes where they do not stand in order', async () => {
    const inside = [2, 0, 1].map((ifd, t) => `<TiffData FirstT="${t}" IFD="${ifd}"/>`).join('')
    const path = file('shuffled.ome.tif', encodeTiff([page(5), page(6), page(7)], { ...small, description: ome(sizesOf('XYCZT', 1, 1, 3, inside)) }))
    expect(await valuesOf(path)).toEqual([7, 5, 6])
  })

  it('of several positions gives the one that is named', async () => {
    const two = sizesOf('XYCZT', 1, 1, 2, '<TiffData IFD="0" PlaneCount="2"/>') + sizesOf('XYCZT', 1, 1, 2, '<TiffData IFD="2" PlaneCount="2"/>')
    const path = file('positions.ome.tif', encodeTiff([page(1), page(2), page(3), page(4)], { ...small, description: ome(two) }))
    await expect(openMovie(path)).rejects.toThrow(/has 2 positions; say which one is the movie \(--position 1 to 2\)/)
    expect(await valuesOf(path, { position: 2 })).toEqual([3, 4])
  })

  const uuid = (name: string): string => `<UUID FileName="${name}">urn:uuid:${name}</UUID>`
  const setOf = (names: string[]): string => sizesOf('XYCZT', 1, 1, 2 * names.length, names.map((name, i) => `<TiffData FirstT="${2 * i}" IFD="0" PlaneCount="2">${uuid(name)}</TiffData>`).join(''))

  it('of several files is one movie, from whichever file it is opened', async () => {
    const names = ['set_1.ome.tif', 'set_2.ome.tif', 'set_3.ome.tif']
    const paths = names.map((name, i) => file(name, encodeTiff([page(2 * i), page(2 * i + 1)], { ...small, description: ome(setOf(names), ` UUID="urn:uuid:${name}"`) })))
    for (const path of paths) expect(await valuesOf(path)).toEqual([0, 1, 2, 3, 4, 5])
    expect(await movieDetails(paths[0])).toMatchObject({ frames: 6, files: 3, format: 'TIFF (OME-XML)' })
  })

  it('of which a file only names the one with the metadata is read by that one', async () => {
    const names = ['main.ome.tif', 'rest.ome.tif']
    file(names[0], encodeTiff([page(0), page(1)], { ...small, description: ome(setOf(names)) }))
    const rest = file(names[1], encodeTiff([page(2), page(3)], { ...small, description: ome('<BinaryOnly MetadataFile="main.ome.tif" UUID="urn:uuid:main.ome.tif"/>') }))
    expect(await valuesOf(rest)).toEqual([0, 1, 2, 3])
    file('set.companion.ome', ome(setOf(['part.ome.tif'])))
    const part = file('part.ome.tif', encodeTiff([page(8), page(9)], { ...small, description: ome('<BinaryOnly MetadataFile="set.companion.ome"/>') }))
    expect(await valuesOf(part)).toEqual([8, 9])
  })

  it('under another name than the one it was written with is still itself', async () => {
    const path = file('renamed.ome.tif', encodeTiff([page(4), page(5)], { ...small, description: ome(setOf(['before.ome.tif'])) }))
    expect(await valuesOf(path)).toEqual([4, 5])
  })

  it('of which a file is missing offers the frames before it', async () => {
    const path = file('alone.ome.tif', encodeTiff([page(0), page(1)], { ...small, description: ome(setOf(['alone.ome.tif', 'lost.ome.tif'])) }))
    await expect(openMovie(path)).rejects.toThrow(/is truncated: its OME-XML description announces 4 frames \(There is no file .*lost\.ome\.tif\); 2 whole frames are there/)
    expect(await valuesOf(path, { wholeFrames: true })).toEqual([0, 1])
  })

  it('that was stopped before its announced end offers the frames it has', async () => {
    const path = file('stopped.ome.tif', encodeTiff([page(0), page(1), page(2)], { ...small, description: ome(sizesOf('XYCZT', 1, 1, 100, '<TiffData IFD="0" PlaneCount="100"/>')) }))
    await expect(openMovie(path)).rejects.toThrow(/announces 100 frames; 3 whole frames are there/)
    expect(await movieDetails(path)).toMatchObject({ frames: 3, opening: { wholeFrames: true }, truncated: expect.stringMatching(/3 whole frames/) })
  })

  it('whose files differ in size says which one', async () => {
    const names = ['one.ome.tif', 'two.ome.tif']
    const path = file(names[0], encodeTiff([page(0), page(1)], { ...small, description: ome(setOf(names)) }))
    file(names[1], encodeTiff([[1], [1]], { ...small, width: 1, height: 1 }))
    await expect(valuesOf(path)).rejects.toThrow(/two\.ome\.tif holds uint16 frames of 1×1 pixels, the movie .* 2×2/)
  })
})

/** A file with Micro-Manager's header: room behind that of TIFF, and the directories' offsets moved with it. */
function microManagerFile(pages: number[][], summary: string): { bytes: Uint8Array; directories: number[]; view: DataView } {
  const plain = encodeTiff(pages, { ...small, layout: 'interleaved' })
  const room = Math.ceil((32 + summary.length) / 2) * 2
  const bytes = new Uint8Array(plain.length + room)
  bytes.set(plain.subarray(0, 8))
  bytes.set(plain.subarray(8), 8 + room)
  const view = new DataView(bytes.buffer)
  const directories: number[] = []
  let pointer = 4
  for (let at = view.getUint32(pointer, true); at !== 0; at = view.getUint32(pointer, true)) {
    view.setUint32(pointer, at + room, true)
    directories.push(at + room)
    const fields = view.getUint16(at + room, true)
    for (let i = 0; i < fields; i++) {
      const entry = at + room + 2 + 12 * i
      if (view.getUint16(entry, true) === 273) view.setUint32(entry + 8, view.getUint32(entry + 8, true) + room, true)
    }
    pointer = at + room + 2 + 12 * fields
  }
  ;[0, 0, 0, 0, 0, 0, 2355492, summary.length].forEach((value, i) => view.setUint32(8 + 4 * i, value, true))
  bytes.set(new TextEncoder().encode(summary), 40)
  return { bytes, directories, view }
}

describe('Micro-Manager', () => {
  it('of one channel, cut at 4 GB and without OME-XML, goes on in the files of the next numbers', async () => {
    const summary = '{"Channels":1,"Slices":1,"Frames":6,"Positions":1}'
    const path = file('run_MMStack_Pos0.ome.tif', microManagerFile([page(0), page(1), page(2)], summary).bytes)
    file('run_MMStack_Pos0_1.ome.tif', microManagerFile([page(3), page(4)], summary).bytes)
    file('run_MMStack_Pos0_2.ome.tif', microManagerFile([page(5)], summary).bytes)
    expect(await valuesOf(path)).toEqual([0, 1, 2, 3, 4, 5])
    expect((await movieDetails(path)).files).toBe(3)
  })

  it('without OME-XML is read by its index: channel, slice, frame, position of every page', async () => {
    const { bytes, directories, view } = microManagerFile(pagesBy('CT', { C: 2, T: 3 }), '{"ChNames":["561","647"]}')
    const index = new DataView(new ArrayBuffer(8 + 20 * directories.length))
    index.setUint32(0, 3453623, true)
    index.setUint32(4, directories.length, true)
    directories.forEach((offset, i) => [i % 2, 0, Math.floor(i / 2), 0, offset].forEach((value, k) => index.setUint32(8 + 20 * i + 4 * k, value, true)))
    view.setUint32(8, 54773648, true)
    view.setUint32(12, bytes.length, true)
    const path = file('mm.tif', Buffer.concat([bytes, new Uint8Array(index.buffer)]))
    await expect(openMovie(path)).rejects.toThrow(/has 2 channels \(561, 647\)/)
    expect(await valuesOf(path, { channel: 2 })).toEqual([10, 1010, 2010])
  })

  it.each([
    ['1.4', (t: number, c: number) => `img_${String(t).padStart(9, '0')}_${['561', '647'][c]}_000.tif`],
    ['2', (t: number, c: number) => `img_channel00${c}_position000_time${String(t).padStart(9, '0')}_z000.tif`],
  ])('%s writes folders of single pages that name channel and time', async (version, name) => {
    const folder = file(`folder-${version}`)
    mkdirSync(folder)
    for (let t = 0; t < 12; t++) for (let c = 0; c < 2; c++) writeFileSync(`${folder}/${name(t, c)}`, encodeTiff([page(1000 * t + 10 * c)], small))
    writeFileSync(`${folder}/metadata.txt`, '{"Summary":{"PixelSize_um":0.107},"FrameKey-0-0-0":{"Exposure-ms":30,"Camera":"Andor","Andor-Gain":"200","PixelSizeUm":0.107}}')
    expect(await valuesOf(folder, { channel: 2 })).toEqual(Array.from({ length: 12 }, (_, t) => 1000 * t + 10))
    const { metadata, files } = await movieDetails(folder)
    expect(files).toBe(24)
    expect(metadata.map(({ name, value }) => [name, value])).toEqual([['pixelSize', 107], ['exposure_ms', 30], ['camera', 'Andor'], ['emGain', 200]])
  })
})

describe('a folder of single pages', () => {
  it('is a movie in the order of the numbers in their names', async () => {
    const folder = file('pages')
    mkdirSync(folder)
    for (const n of [1, 2, 9, 10, 11, 100]) writeFileSync(`${folder}/frame ${n}.TIF`, encodeTiff([page(n)], { ...small, littleEndian: n % 2 === 0 }))
    writeFileSync(`${folder}/notes.txt`, 'no page')
    expect(await valuesOf(folder)).toEqual([1, 2, 9, 10, 11, 100])
  })

  it.skipIf(process.platform === 'win32')('of which a page is a link to another folder is refused, since that folder was not named', async () => {
    const [folder, elsewhere] = [file('linked'), file('elsewhere')]
    mkdirSync(folder)
    mkdirSync(elsewhere)
    writeFileSync(`${elsewhere}/2.tif`, encodeTiff([page(2)], small))
    writeFileSync(`${folder}/1.tif`, encodeTiff([page(1)], small))
    symlinkSync(`${elsewhere}/2.tif`, `${folder}/2.tif`)
    await expect(valuesOf(folder)).rejects.toThrow(/2\.tif, a part of the movie, is a link to another folder/)
  })

  it('is refused without pages, or with a file of several', async () => {
    const empty = file('empty-folder')
    mkdirSync(`${empty}/Pos0`, { recursive: true })
    await expect(openMovie(empty)).rejects.toThrow(/is a folder without TIFF files \(its folders: Pos0\)/)
    writeFileSync(`${empty}/a.tif`, encodeTiff([page(1), page(2)], small))
    await expect(openMovie(empty)).rejects.toThrow(/a\.tif has 2 frames; in a folder that is a movie every file has one/)
  })
})

describe('a truncated movie', () => {
  it('gives its whole frames where they are asked for, whatever byte it is cut at', async () => {
    const bytes = encodeTiff([page(1), page(2), page(3), page(4)], { ...small, layout: 'interleaved' })
    let before = 0
    for (let cut = 200; cut < bytes.length; cut += 7) {
      const path = file('cut-whole.tif', bytes.subarray(0, cut))
      const values = await valuesOf(path, { wholeFrames: true }).catch(() => [])
      expect(values).toEqual([1, 2, 3, 4].slice(0, values.length))
      expect(values.length).toBeGreaterThanOrEqual(before)
      before = values.length
    }
    expect(before).toBe(3)
  })

  it('whose list of pages stands behind all pixels and is cut gives all frames, since they follow one another', async () => {
    const bytes = encodeTiff([page(1), page(2), page(3), page(4)], small)
    const path = file('list-lost.tif', bytes.subarray(0, bytes.length - 200))
    await expect(openMovie(path)).rejects.toThrow(/4 whole frames are there/)
    expect(await valuesOf(path, { wholeFrames: true })).toEqual([1, 2, 3, 4])
  })

  it('of ImageJ, whose list of pages at the end is lost, gives all frames whose pixels are there', async () => {
    const bytes = encodeTiff([page(1), page(2), page(3), page(4)], { ...small, layout: 'directory-first', description: 'ImageJ=1.52p\nimages=4\n' })
    const view = new DataView(bytes.buffer)
    const first = view.getUint32(4, true)
    view.setUint32(first + 2 + view.getUint16(first, true) * 12, bytes.length + 1000, true)
    const path = file('imagej-lost.tif', bytes.subarray(0, bytes.length - 9))
    expect(await valuesOf(path, { wholeFrames: true })).toEqual([1, 2])
  })
})
