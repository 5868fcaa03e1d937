// How frames are looked at: the frame on the screen, contrast, place, layers, playing. Kept apart from the movies themselves, whose
// frame numbers and regions other panels use too.
import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { useEngine } from '../engine/index.ts'
import { useSettings } from '../settings/index.ts'
import { autoLimits, sampled, type Contrast } from './contrast.ts'
import type { Frame } from './frame-cache.ts'
import type { Layer } from './frame-marks.ts'
import { FrameLoader, type MovieShape } from './frame-loader.ts'
import { useMovies } from './movies-store.ts'
import { Playback } from './playback.ts'
import type { Point, ViewTransform } from './view-transform.ts'

/** What is drawn: the frame, what the localizations make of it, the difference, or all three beside each other. */
export const viewModes = ['frame', 'model', 'residual', 'all'] as const
export type ViewMode = (typeof viewModes)[number]

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

  const loader = new FrameLoader({
    fetch: (movie, first, count, signal) => engine.call('frames', { movie, first, count, opening: movies.movies.find(({ id }) => id === movie)?.details.opening }, { signal }),
    arrived(frame) {
      error.value = undefined
      if (autoEach.value || !contrasts.has(frame.movie)) setAuto(frame)
      shown.value = frame
    },
    failed(problem) {
      playing.value = false
      error.value = problem instanceof Error ? problem.message : String(problem)
    },
  })

  function setAuto(frame: Frame | undefined = shown.value): void {
    if (frame) contrasts.set(frame.movie, { ...autoLimits(sampled(frame.values)), gamma: contrasts.get(frame.movie)?.gamma ?? 1 })
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
      error.value = undefined
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
  engine.eachConnection(want)
  watch([layers, rate_hz, side], () => { settings.movieView = { layers: { ...layers }, rate_hz: rate_hz.value, side: side.value } })

  return { shown, error, contrast, autoEach, transforms, tool, mode, modelled, layers, residualRange, scale, picked, pointer, held, side, place, playing, rate_hz, shape, setAuto, setContrast, play, retry: want }
})
