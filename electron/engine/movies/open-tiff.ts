// A TIFF file as a movie: its pages, what they are by the words of OME, Micro-Manager or ImageJ, and the further files that belong to it.
import { basename, dirname, join } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { MovieOpening } from '../../contract/movie-opening.ts'
import { CombinedMovie, type MoviePart } from './combined-movie.ts'
import { imageJLayout } from './imagej-layout.ts'
import { microManagerLayout, microManagerSequel } from './micro-manager-layout.ts'
import { MovieFile } from './movie-file.ts'
import type { MovieInfo, MovieSource } from './movie-source.ts'
import { openPart } from './open-part.ts'
import { isOme, omeLayout, omeMetadataFile } from './ome-layout.ts'
import { choosePlanes, type ChosenPlanes, type PageLayout } from './page-layout.ts'
import { DirectoryWindow, fieldsOf, readText } from './tiff-directory.ts'
import { findPages, isTiff, movieOfPages, type TiffPages } from './tiff-movie.ts'

const DESCRIPTION = 270

/** OME-XML lists every plane of all files; more than this is no text of a movie. */
const LONGEST_XML = 2 ** 27

/** Opens a TIFF file as a movie; errors as of `openMovie`. Takes over the file; on failure the caller closes it. */
export async function openTiff(file: MovieFile, head: Uint8Array, opening: MovieOpening, signal?: AbortSignal): Promise<MovieSource> {
  const pages = await findPages(file, head, opening.wholeFrames === true, signal)
  const { index, header } = pages
  if (isOme(index.description)) {
    const xml = readText(new DirectoryWindow(file, header), fieldsOf(new DirectoryWindow(file, header), header.firstDirectory).get(DESCRIPTION), LONGEST_XML, 'utf-8')
    const metadata = omeMetadataFile(xml)
    const layout = metadata === undefined || metadata === basename(file.path)
      ? omeLayout(xml, file.path, index.frames) : await elsewhere(join(dirname(file.path), metadata), pages)
    if (layout) return planesOf(pages, layout, opening, signal)
  }
  const layout = microManagerLayout(file, header.littleEndian, index.directories)
    ?? await microManagerSequel(file, header.littleEndian, index.frames, opening.wholeFrames === true) ?? imageJLayout(index.description, index.frames)
  return layout ? planesOf(pages, layout, opening, signal) : movieOfPages(pages)
}

/** The layout by the OME-XML of another file: a companion of XML alone, or the first TIFF file of the set. */
async function elsewhere(path: string, { file: { path: own } }: TiffPages): Promise<PageLayout | undefined> {
  const file = await MovieFile.open(path).catch(() => undefined)
  // Without its metadata the file is what its pages are.
  if (!file) return undefined
  try {
    const head = new Uint8Array(Math.min(16, file.size))
    await file.readInto(head, 0)
    let xml: string
    let pages = 0
    if (isTiff(head)) {
      const found = await findPages(file, head, true)
      const window = new DirectoryWindow(file, found.header)
      xml = readText(window, fieldsOf(window, found.header.firstDirectory).get(DESCRIPTION), LONGEST_XML, 'utf-8')
      pages = found.index.frames
    } else {
      const bytes = new Uint8Array(Math.min(file.size, LONGEST_XML))
      await file.readInto(bytes, 0)
      xml = new TextDecoder().decode(bytes)
    }
    const layout = omeLayout(xml, path, pages)
    return layout && {
      ...layout,
      // Seen from the file that was opened, its own pages are 'this file', those of the other are not.
      place(...plane) {
        const place = layout.place(...plane)
        if (place === undefined) return undefined
        const name = place.file ?? basename(path)
        return { file: name === basename(own) ? undefined : name, page: place.page }
      },
    }
  } finally {
    await file.close()
  }
}

/** The chosen planes of a file and those beside it. */
async function planesOf(pages: TiffPages, layout: PageLayout, opening: MovieOpening, signal?: AbortSignal): Promise<MovieSource> {
  const { file: { path }, index } = pages
  const wholeFrames = opening.wholeFrames === true
  const beside = new Beside(dirname(path), wholeFrames, signal)
  const planned = choosePlanes(layout, opening, path, ({ file, page }) => file !== undefined || page < index.frames)
  const { places, announced, axes } = await beside.check(planned)
  const truncated = announced === undefined ? index.truncated
    : `${path} is truncated: its ${layout.from} description announces ${announced} frames${beside.why}; ${places.length} whole ${places.length === 1 ? 'frame is' : 'frames are'} there.`
  if (places.length === 0 || (announced !== undefined && !wholeFrames)) throw new StructLocError('invalid-input', truncated ?? `${path} has no frames.`)
  const alone = places.every(({ file }) => file === undefined)
  const own = movieOfPages(pages, alone ? places.map(({ page }) => page) : undefined)
  const info: MovieInfo = {
    ...own.info, format: own.info.format.includes(layout.from) ? own.info.format : `${own.info.format} (${layout.from})`, frames: places.length,
    fileBytes: own.info.fileBytes + beside.bytes,
    ...(beside.names.length === 0 ? {} : { files: 1 + beside.names.length }),
    ...(axes.positions * axes.channels * axes.slices > 1 ? { axes } : {}), ...(truncated === undefined ? {} : { truncated }),
  }
  if (alone) return { info, read: (...range) => own.read(...range), close: () => own.close() }
  const numbers = new Map(beside.names.map((name, i) => [name, i + 1]))
  const partOf = Int32Array.from(places, ({ file }) => (file === undefined ? 0 : numbers.get(file)!))
  const parts = [{ path, open: () => openPart(path, wholeFrames) }, ...beside.parts]
  await own.close()
  return new CombinedMovie(info, parts, partOf, Int32Array.from(places, ({ page }) => page))
}

/** The other files of a set, all in the folder of the first. */
class Beside {
  readonly #folder: string
  readonly #wholeFrames: boolean
  readonly #signal: AbortSignal | undefined
  /** Frames of each file, or why it cannot be read. */
  readonly #frames = new Map<string, number | StructLocError>()
  bytes = 0

  constructor(folder: string, wholeFrames: boolean, signal?: AbortSignal) {
    this.#folder = folder
    this.#wholeFrames = wholeFrames
    this.#signal = signal
  }

  get names(): string[] {
    return [...this.#frames].flatMap(([name, frames]) => (typeof frames === 'number' ? name : []))
  }

  get parts(): MoviePart[] {
    return this.names.map((name) => {
      const path = join(this.#folder, name)
      return { path, open: () => openPart(path, this.#wholeFrames) }
    })
  }

  /** Why a file cannot be read, in brackets, for the sentence about frames that are not there. */
  get why(): string {
    const error = [...this.#frames.values()].find((frames) => typeof frames !== 'number')
    return error === undefined ? '' : ` (${error.message.replace(/\.$/, '')})`
  }

  /** Opens each file once, and keeps the places up to the first that is not there. */
  async check(planned: ChosenPlanes): Promise<ChosenPlanes> {
    const { places } = planned
    for (const [i, { file, page }] of places.entries()) {
      if (file === undefined) continue
      const frames = this.#frames.get(file) ?? await this.#look(file)
      if (typeof frames !== 'number' || page >= frames) return { ...planned, places: places.slice(0, i), announced: planned.announced ?? places.length }
    }
    return planned
  }

  async #look(name: string): Promise<number | StructLocError> {
    let frames: number | StructLocError
    try {
      const part = await openPart(join(this.#folder, name), this.#wholeFrames, this.#signal)
      frames = part.info.frames
      this.bytes += part.info.fileBytes
      await part.close()
    } catch (error) {
      if (!(error instanceof StructLocError) || error.code === 'cancelled') throw error
      frames = error
    }
    this.#frames.set(name, frames)
    return frames
  }
}
