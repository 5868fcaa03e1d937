// The options that say what of a movie's file is meant, for every command that reads one.
import { movieOpeningSchema, pixelTypes, rawHeaderSchema, type MovieOpening } from '../contract/movie-opening.ts'
import { UsageError } from './command.ts'

export const movieOptions = {
  channel: { type: 'integer', value: 'N', about: 'of a file with several channels, this one (from 1)', least: 1 },
  slice: { type: 'integer', value: 'N', about: 'of a file with several planes of depth, this one (from 1)', least: 1 },
  position: { type: 'integer', value: 'N', about: 'of a file with several positions, this one (from 1)', least: 1 },
  'whole-frames': { type: 'flag', about: 'of a file that ends too early, take the frames that are there' },
  raw: { type: 'text', value: 'WxH,…', about: 'a file without header: width x height, then any of uint16 (or another type), big, offset=BYTES, gap=BYTES, frames=N' },
} as const

interface Values {
  channel: number | undefined
  slice: number | undefined
  position: number | undefined
  'whole-frames': boolean
  raw: string | undefined
}

/** Undefined where nothing is given. @throws UsageError naming what is wrong with --raw */
export function movieOpening({ channel, slice, position, 'whole-frames': wholeFrames, raw }: Values): MovieOpening | undefined {
  const given = { channel, slice, position, wholeFrames: wholeFrames || undefined, raw: raw === undefined ? undefined : rawHeader(raw) }
  const opening = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return Object.keys(opening).length === 0 ? undefined : movieOpeningSchema.parse(opening)
}

function rawHeader(text: string): unknown {
  const [size, ...rest] = text.split(',').map((word) => word.trim())
  const [, width, height] = /^(\d+)x(\d+)$/i.exec(size) ?? []
  const header: Record<string, unknown> = { width: Number(width), height: Number(height) }
  for (const word of rest) {
    const [, key, value] = /^(offset|gap|frames)=(\d+)$/.exec(word) ?? []
    if (key) header[key] = Number(value)
    else if (word === 'big' || word === 'little') header.littleEndian = word === 'little'
    else if ((pixelTypes as readonly string[]).includes(word)) header.pixelType = word
    else throw new UsageError(`--raw does not know '${word}'; it takes WIDTHxHEIGHT, then any of ${pixelTypes.join(', ')}, little, big, offset=BYTES, gap=BYTES, frames=N.`)
  }
  const { data, error } = rawHeaderSchema.safeParse(header)
  if (data) return data
  const [{ path: [field], message }] = error.issues
  throw new UsageError(`--raw ${text}: ${String(field)} is not right (${message}); for instance --raw 512x256,uint16,big,offset=1024.`)
}
