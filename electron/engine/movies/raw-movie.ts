// Files that are nothing but pixels. What they are is said by the person (movie opening), by the description beside the file (movie.json:
// "raw"), by Picasso's movie.yaml, or, for .dax, by Insight3's and storm-control's movie.inf.
import { readFile, stat } from 'node:fs/promises'
import { parse, join } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import { rawHeaderSchema, type MovieOpening, type RawHeader } from '../../contract/movie-opening.ts'
import type { MovieFile } from './movie-file.ts'
import type { MovieInfo, MovieSource } from './movie-source.ts'
import { PIXEL_BYTES } from './pixel-buffers.ts'
import { StripMovie } from './strip-movie.ts'

/** More than a header of text has. */
const LONGEST_HEADER = 2 ** 20

/** What is known of a file's pixels: by whom, and how many frames that one announces. */
interface KnownRaw {
  header: RawHeader
  format: string
}

/** The header of a raw file; undefined where nobody gives one. Throws 'invalid-input' where one is there and makes no sense. */
export async function rawHeaderOf(path: string, opening: MovieOpening): Promise<KnownRaw | undefined> {
  if (opening.raw) return { header: opening.raw, format: 'raw' }
  const { dir, name, ext } = parse(path)
  if (/^\.dax$/i.test(ext)) {
    const inf = join(dir, `${name}.inf`)
    const text = await textOf(inf)
    if (text === undefined) throw new StructLocError('invalid-input', `${path} needs its description ${inf}, which is not there.`)
    return { header: insightHeader(text, inf), format: 'dax' }
  }
  const json = join(dir, `${name}.json`)
  const described = await textOf(json)
  if (described?.includes('"raw"')) return { header: describedHeader(described, json), format: 'raw' }
  if (/^\.raw$/i.test(ext)) {
    const yaml = join(dir, `${name}.yaml`)
    const text = await textOf(yaml)
    if (text !== undefined) return { header: picassoHeader(text, yaml), format: 'raw (Picasso)' }
  }
  return undefined
}

/** Opens a file of pixels; errors as of `openMovie`. */
export function openRaw(file: MovieFile, { header, format }: KnownRaw, wholeFrames: boolean): MovieSource {
  const { width, height, pixelType, littleEndian, offset, gap } = header
  const frameBytes = width * height * PIXEL_BYTES[pixelType]
  const there = Math.max(0, Math.floor((file.size - offset + gap) / (frameBytes + gap)))
  // A gap may stand behind the last frame, too.
  const left = file.size - offset - there * (frameBytes + gap) + gap
  let truncated: string | undefined
  if (header.frames !== undefined && there < header.frames) {
    truncated = `${file.path} is truncated: ${header.frames} frames are announced; ${there} whole ${there === 1 ? 'frame is' : 'frames are'} there.`
  } else if (header.frames === undefined && left !== 0 && left !== gap) {
    truncated = `${file.path} is truncated, or its header is not right: ${there} whole frames of ${width}×${height} pixels (${pixelType}) are there, and ${left} bytes more.`
  }
  if (there === 0) {
    throw new StructLocError('invalid-input', `${file.path} is smaller (${file.size} bytes) than one frame of ${width}×${height} pixels (${pixelType}) after ${offset} bytes.`)
  }
  if (truncated !== undefined && !wholeFrames) throw new StructLocError('invalid-input', truncated)
  const frames = Math.min(there, header.frames ?? there)
  const info: MovieInfo = { path: file.path, format, width, height, frames, pixelType, reader: 'strips', fileBytes: file.size, ...(truncated === undefined ? {} : { truncated }) }
  const offsets = Float64Array.from({ length: frames }, (_, frame) => offset + frame * (frameBytes + gap))
  return new StripMovie(file, { offsets, scattered: new Map() }, info, littleEndian)
}

async function textOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) return undefined
  if (found.size > LONGEST_HEADER) throw new StructLocError('invalid-input', `${path} is too long (${found.size} bytes) for the description of a movie.`)
  return readFile(path, 'latin1')
}

/** `frame dimensions = 256 x 256` (width x height), `number of frames = 10`, `data type = 16 bit integers (binary, big endian)`. */
function insightHeader(text: string, path: string): RawHeader {
  const field = (key: string): string | undefined => new RegExp(`^ *${key} *=([^\\r\\n]*)`, 'im').exec(text)?.[1].trim()
  const [, width, height] = /^(\d+) *x *(\d+)$/.exec(field('frame dimensions') ?? '') ?? []
  const type = field('data type') ?? '16 bit integers (binary, big endian)'
  const bits = /^(\d+) bit/.exec(type)?.[1]
  return checked({
    width: Number(width), height: Number(height), pixelType: bits === '16' ? 'uint16' : bits === '8' ? 'uint8' : type,
    littleEndian: /little/i.test(type), frames: Number(field('number of frames')),
  }, path)
}

/** Picasso's first document: `Byte Order: <`, `Data Type: uint16`, `Frames`, `Height`, `Width`. */
function picassoHeader(text: string, path: string): RawHeader {
  const field = (key: string): string | undefined => new RegExp(`^${key}: *([^\\r\\n]*)`, 'm').exec(text)?.[1].trim().replaceAll(/^['"]|['"]$/g, '')
  return checked({
    width: Number(field('Width')), height: Number(field('Height')), pixelType: field('Data Type'),
    littleEndian: field('Byte Order') !== '>', frames: Number(field('Frames')),
  }, path)
}

function describedHeader(text: string, path: string): RawHeader {
  let raw: unknown
  try {
    raw = (JSON.parse(text) as { raw?: unknown }).raw
  } catch {
    throw new StructLocError('invalid-input', `${path} is no JSON.`)
  }
  return checked(raw, path)
}

function checked(header: unknown, path: string): RawHeader {
  const { data, error } = rawHeaderSchema.safeParse(header)
  if (data) return data
  const [{ path: [field], message }] = error.issues
  throw new StructLocError('invalid-input', `${path} does not describe a movie: ${String(field ?? 'its content')} is not right (${message}).`)
}
