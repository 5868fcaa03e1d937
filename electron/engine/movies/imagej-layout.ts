// ImageJ's description of a stack: lines KEY=VALUE that begin with ImageJ=VERSION. Hyperstacks are written channel by channel, then
// slice by slice, then time by time.
import type { PageLayout } from './page-layout.ts'

/** The values of an ImageJ description by key; undefined where it is none. */
export function imageJFields(description: string): ReadonlyMap<string, string> | undefined {
  if (!description.startsWith('ImageJ=')) return undefined
  return new Map(description.split(/\r?\n/).map((line) => {
    const at = line.indexOf('=')
    return [line.slice(0, at), line.slice(at + 1)] as const
  }))
}

/** A whole number over 0 of an ImageJ description. */
export function imageJCount(fields: ReadonlyMap<string, string> | undefined, key: string): number | undefined {
  const value = Number(fields?.get(key) ?? '')
  return Number.isSafeInteger(value) && value > 0 ? value : undefined
}

/** The layout of `pages` pages; undefined where the description names one axis at most, or does not fit the pages. */
export function imageJLayout(description: string, pages: number): PageLayout | undefined {
  const fields = imageJFields(description)
  if (!fields) return undefined
  const channels = imageJCount(fields, 'channels') ?? 1
  const slices = imageJCount(fields, 'slices') ?? 1
  // A description outlives the cutting of its stack: the pages that are there decide.
  const times = pages / (channels * slices)
  if (channels * slices === 1 || !Number.isInteger(times)) return undefined
  return {
    from: 'ImageJ', positions: 1, channels, slices, times, channelNames: [],
    place: (_position, channel, slice, time) => ({ file: undefined, page: (time * slices + slice) * channels + channel }),
  }
}
