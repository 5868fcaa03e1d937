// Micro-Manager's own account of a multi-page file, for files without OME-XML: after the TIFF header stand the offsets of its index
// (every page's channel, slice, frame and position) and its summary (JSON). Micro-Manager, 'Micro-Manager File Formats'.
import { access } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { PageLayout } from './page-layout.ts'
import type { MovieFile } from './movie-file.ts'
import { openPart } from './open-part.ts'

const INDEX_OFFSET = 54773648
const INDEX = 3453623
const SUMMARY = 2355492

/** Bytes of one entry of the index: channel, slice, frame, position, offset of the page's directory. */
const ENTRY = 20
const MOST_ENTRIES = 2 ** 22
const LONGEST_SUMMARY = 2 ** 22

interface Indexed {
  channels: number
  slices: number
  times: number
  positions: number
  /** Page by (position, channel, slice, time). */
  pages: Map<string, number>
}

/** The JSON summary of a file of Micro-Manager, empty where there is none. Reads little-endian or big-endian files alike. */
export function microManagerSummary(file: MovieFile, littleEndian: boolean): string {
  const head = headOf(file, littleEndian)
  if (!head) return ''
  const [, , , , , , summary, length] = head
  if (summary !== SUMMARY || length === 0 || length > LONGEST_SUMMARY) return ''
  const bytes = new Uint8Array(length)
  return new TextDecoder().decode(bytes.subarray(0, file.readNow(bytes, 40)))
}

/**
 * The layout that the file's index tells, undefined where there is none or it names one axis at most.
 * @param directories offset of each page's directory
 */
export function microManagerLayout(file: MovieFile, littleEndian: boolean, directories: Float64Array): PageLayout | undefined {
  const indexed = readIndex(file, littleEndian, directories)
  if (!indexed || indexed.channels * indexed.slices * indexed.positions === 1) return undefined
  const { pages, ...sizes } = indexed
  return {
    from: 'Micro-Manager', ...sizes, channelNames: namesOf(microManagerSummary(file, littleEndian)),
    place(position, channel, slice, time) {
      const page = pages.get(`${position} ${channel} ${slice} ${time}`)
      return page === undefined ? undefined : { file: undefined, page }
    },
  }
}

/** A movie of weeks has no more files of 4 GB. */
const MOST_FILES = 10_000

/**
 * Files of one channel, slice and position that go on in NAME_1.ome.tif, NAME_2.ome.tif …, as Micro-Manager cuts them at 4 GB; undefined
 * where the summary names more than one, or there is no further file.
 * @param pages of the first file
 */
export async function microManagerSequel(file: MovieFile, littleEndian: boolean, pages: number, wholeFrames: boolean): Promise<PageLayout | undefined> {
  const summary = summaryOf(microManagerSummary(file, littleEndian))
  if (!summary || [summary.Channels, summary.Slices, summary.Positions].some((count) => Number(count ?? 1) > 1)) return undefined
  const { dir, base } = parse(file.path)
  const [, stem, ending] = /^(.*?)((?:\.ome)?\.tiff?)$/i.exec(base) ?? []
  if (stem === undefined) return undefined
  const files: { name: string | undefined; first: number }[] = [{ name: undefined, first: 0 }]
  let times = pages
  for (let number = 1; number < MOST_FILES; number++) {
    const name = `${stem}_${number}${ending}`
    const path = join(dir, name)
    if (!await access(path).then(() => true, () => false)) break
    const part = await openPart(path, wholeFrames)
    files.push({ name, first: times })
    times += part.info.frames
    await part.close()
  }
  if (files.length === 1) return undefined
  return {
    from: 'Micro-Manager', positions: 1, channels: 1, slices: 1, times, channelNames: [],
    place(_position, _channel, _slice, time) {
      const holder = files.findLast(({ first }) => first <= time)!
      return { file: holder.name, page: time - holder.first }
    },
  }
}

/** The eight numbers after the header and the first directory's offset. */
function headOf(file: MovieFile, littleEndian: boolean): number[] | undefined {
  const bytes = new Uint8Array(40)
  if (file.readNow(bytes, 0) < 40) return undefined
  const view = new DataView(bytes.buffer)
  return Array.from({ length: 8 }, (_, i) => view.getUint32(8 + 4 * i, littleEndian))
}

function readIndex(file: MovieFile, littleEndian: boolean, directories: Float64Array): Indexed | undefined {
  const head = headOf(file, littleEndian)
  if (head?.[0] !== INDEX_OFFSET) return undefined
  const start = new DataView(new ArrayBuffer(8))
  if (file.readNow(new Uint8Array(start.buffer), head[1]) < 8 || start.getUint32(0, littleEndian) !== INDEX) return undefined
  const entries = start.getUint32(4, littleEndian)
  if (entries === 0 || entries > MOST_ENTRIES || head[1] + 8 + entries * ENTRY > file.size) return undefined
  const bytes = new Uint8Array(entries * ENTRY)
  file.readNow(bytes, head[1] + 8)
  const view = new DataView(bytes.buffer)
  const pageAt = new Map<number, number>()
  directories.forEach((offset, page) => pageAt.set(offset, page))
  const found: Indexed = { channels: 1, slices: 1, times: 1, positions: 1, pages: new Map() }
  for (let i = 0; i < entries; i++) {
    const [channel, slice, time, position, offset] = Array.from({ length: 5 }, (_, k) => view.getUint32(i * ENTRY + 4 * k, littleEndian))
    const page = pageAt.get(offset)
    if (page === undefined || Math.max(channel, slice, time, position) >= MOST_ENTRIES) continue
    found.channels = Math.max(found.channels, channel + 1)
    found.slices = Math.max(found.slices, slice + 1)
    found.times = Math.max(found.times, time + 1)
    found.positions = Math.max(found.positions, position + 1)
    found.pages.set(`${position} ${channel} ${slice} ${time}`, page)
  }
  return found.pages.size === 0 ? undefined : found
}

interface Summary {
  ChNames?: unknown
  Channels?: unknown
  Slices?: unknown
  Positions?: unknown
}

function summaryOf(text: string): Summary | undefined {
  try {
    const summary = JSON.parse(text) as unknown
    return typeof summary === 'object' && summary !== null ? summary : undefined
  } catch {
    return undefined
  }
}

function namesOf(text: string): string[] {
  const names = summaryOf(text)?.ChNames
  return Array.isArray(names) ? names.map(String) : []
}
