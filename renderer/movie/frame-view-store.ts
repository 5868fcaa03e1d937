// How frames are looked at: the frame on the screen, contrast, place, layers, playing. Kept apart from the movies themselves, whose
// frame numbers and regions other panels use too.
import { mostBinning } from '../../electron/contract/frame-limits.ts'
import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { useEngine } from '../engine/index.ts'
import { useSettings } from '../settings/index.ts'
import { later } from '../ui/index.ts'
import { autoLimits, sampled, type Contrast } from './contrast.ts'
import type { Frame, WholeFrame } from './frame-cache.ts'
import type { Layer } from './frame-marks.ts'
import { FrameLoader, type MovieShape } from './frame-loader.ts'
import { useMovies } from './movies-store.ts'
import { Playback } from './playback.ts'
import type { Point, ViewTransform } from './view-transform.ts'

/** What is drawn: the frame, what the localizations make of it, the difference, or all three beside each other. */
export const viewModes = ['frame', 'model', 'residual', 'all'] as const
export type ViewMode = (typeof viewModes)[number]

/** Pixels of frames that come with fewer while they change: those of smaller ones are there at once. */
const leastBinned = 2 ** 20

export interface PickedMark {
  frame: number
  layer: Layer
  /** Its number in the layer. */
  n: number
}

export interface ViewPlace {
  fit: () => void
  /** One frame pixel a CSS pixel. */
  full: () => void
  zoom: (factor: number) => void
}

export const useFrameView = defineStore('frame-view', () => {
  const engine = useEngine()
  const movies = useMovies()
  const { settings } = useSettings()

  /** The frame on the screen; while frames are on their way, not yet the one wanted. */
  const shown = shallowRef<Frame>()
  /** Why the wanted frame is not there. */
  const error = ref<string>()
  const contrasts = reactive(new Map<string, Contrast>())
  /** Limits anew for every frame. */
  const autoEach = ref(false)
  /** Places by movie; none: the whole frame. */
  const transforms = reactive(new Map<string, ViewTransform>())
  const tool = ref<'look' | 'roi'>('look')
  const mode = ref<ViewMode>('frame')
  /** Whose localizations are re-rendered. */
  const modelled = ref<'a' | 'b'>('a')
  const layers = reactive({ a: true, b: true, truth: true, pairs: true, errors: true, sigma: false, ...settings.movieView?.layers })
  /** Photons of the residual's last colours; undefined: as the frame needs. */
  const residualRange = ref<number>()
  /** CSS pixels a frame pixel. */
  const scale = ref(1)
  /** The picked mark: read out in full, ringed. */
  const picked = shallowRef<PickedMark>()
  /** Where the pointer is, frame pixels from the frame's corner. */
  const pointer = shallowRef<Point>()
  /** The space bar: held, or held and dragged with. */
  const held = ref<'none' | 'space' | 'dragged'>('none')
  /** Whether contrast and marks are shown beside the frame. */
  const side = ref(settings.movieView?.side ?? true)
  /** What the view on the screen can do; it says how large it is itself. */
  const place = shallowRef<ViewPlace>()
  const playing = ref(false)
  const rate_hz = ref(settings.movieView?.rate_hz ?? 20)

  const shape = computed((): MovieShape | undefined => {
    const movie = movies.current
    return movie && { movie: movie.id, width: movie.details.width, height: movie.details.height, frames: movie.details.frames }
  })
  const contrast = computed((): Contrast => contrasts.get(shape.value?.movie ?? '') ?? { low: 0, high: 65_535, gamma: 1 })

  /** Pixels along each side that share one of the screen's; 1 where every pixel is needed for more than the picture, or frames are small. */
  const binning = computed((): number => {
    if (!shape.value || shape.value.width * shape.value.height < leastBinned || autoEach.value || mode.value !== 'frame' || !contrasts.has(shape.value.movie)) return 1
    return Math.min(Math.max(Math.floor(1 / (scale.value * devicePixelRatio) + 0.001), 1), mostBinning)
  })
  /** The frame on the screen, once all its pixels are there. */
  const full = computed((): WholeFrame | undefined => {
    if (shown.value?.binning !== 1) return undefined
    const { movie, frame, width, height, means: values } = shown.value
    return { movie, frame, width, height, values }
  })
  /** Until they are there, the frame before it: what says something of the movie need not flicker. It comes a moment later than the picture. */
  const lastFull = shallowRef<WholeFrame>()
  let coming = false
  watch(full, (frame) => {
    if (!frame || coming) return
    coming = true
    later(() => {
      coming = false
      if (full.value) lastFull.value = full.value
    })
  })
  /** Limits were asked for of a frame whose pixels were not all there. */
  let autoWhenFull = false

  const loader = new FrameLoader({
    binning: () => binning.value,
    fetch: (movie, first, count, bins, signal) => engine.call('frames', { movie, first, count, binning: bins, opening: movies.movies.find(({ id }) => id === movie)?.details.opening }, { signal }),
    arrived(frame) {
      error.value = undefined
      if (autoWhenFull || autoEach.value || !contrasts.has(frame.movie)) setAuto(frame)
      shown.value = frame
    },
    failed(problem) {
      playing.value = false
      error.value = problem instanceof Error ? problem.message : String(problem)
    },
  })

  /** Means vary less than pixels: the limits are those of all pixels. */
  function setAuto(frame: Frame | undefined = shown.value): void {
    autoWhenFull = frame !== undefined && frame.binning > 1
    if (frame && !autoWhenFull) contrasts.set(frame.movie, { ...autoLimits(sampled(frame.means)), gamma: contrasts.get(frame.movie)?.gamma ?? 1 })
  }

  function setContrast(part: Partial<Contrast>): void {
    if (!shape.value) return
    if (part.low !== undefined || part.high !== undefined) autoEach.value = false
    contrasts.set(shape.value.movie, { ...contrast.value, ...part })
  }

  function want(): void {
    if (shape.value) loader.want(shape.value, movies.current!.frame, playing.value ? 1 : undefined)
  }

  const playback = new Playback({
    rate_hz: () => rate_hz.value,
    ready: () => shown.value?.frame === movies.current?.frame && !loader.coming(next()),
    advance: () => movies.show(next()),
    nextRepaint: (callback) => requestAnimationFrame(callback),
    cancelRepaint: (handle) => cancelAnimationFrame(handle),
  })

  /** The frame after this one; after the last the first. */
  function next(): number {
    return ((movies.current?.frame ?? 0) + 1) % Math.max(1, shape.value?.frames ?? 1)
  }

  function play(on = !playing.value): void {
    playing.value = on && (shape.value?.frames ?? 0) > 1
  }

  watch(playing, (on) => {
    if (on) {
      // At the end the first frame comes next: it is asked for now.
      want()
      playback.start()
    } else playback.stop()
  })
  watch([() => shape.value?.movie, () => movies.current?.frame], ([movie], [before]) => {
    if (movie !== before) {
      playing.value = false
      shown.value = undefined
      lastFull.value = undefined
      error.value = undefined
      autoWhenFull = false
    }
    if (shape.value) want()
    else loader.stop()
  }, { immediate: true, flush: 'sync' })
  watch(() => movies.movies.map(({ id }) => id), (ids, before) => {
    for (const id of before) {
      if (ids.includes(id)) continue
      loader.cache.forget(id)
      contrasts.delete(id)
      transforms.delete(id)
    }
  })
  // A file that is opened again may have changed.
  watch(() => movies.current?.details, (details, before) => {
    if (!before || !movies.current || before.path !== movies.current.id) return
    // Another channel of the file is of another brightness.
    if (JSON.stringify(details?.opening) !== JSON.stringify(before.opening)) contrasts.delete(movies.current.id)
    loader.stop()
    loader.cache.forget(movies.current.id)
    want()
  })
  // Nearer, a frame needs more of its pixels.
  watch(binning, want)
  engine.eachConnection(want)
  watch([layers, rate_hz, side], () => { settings.movieView = { layers: { ...layers }, rate_hz: rate_hz.value, side: side.value } })

  return { shown, full, lastFull, error, contrast, autoEach, transforms, tool, mode, modelled, layers, residualRange, scale, picked, pointer, held, side, place, playing, rate_hz, shape, setAuto, setContrast, play, retry: want }
})
