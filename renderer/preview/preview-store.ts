// Detections of the chosen models on the frame that is shown, before anything is run. The engine keeps the networks' outputs, so
// another threshold is answered at once, and runs the frames beside the one asked for by itself, so that stepping shows them without
// waiting.
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, watch } from 'vue'
import type { Preview } from '../../electron/contract/api.ts'
import { readingOf } from '../camera/index.ts'
import { useEngine } from '../engine/index.ts'
import { useModels, type Slot } from '../models/index.ts'
import { useFrameView, useMovies } from '../movie/index.ts'
import { useSettings } from '../settings/index.ts'
import { aMomentLater, idle } from '../ui/index.ts'
import { LatestAsked } from './latest-asked.ts'
import { askOf, cacheKey, sameNetworkOutput, type PreviewAsk } from './preview-ask.ts'

export interface SlotPreview {
  ask: PreviewAsk
  preview: Preview
  /** From asking to the answer, in this window. */
  milliseconds: number
}

/** Answers kept, for stepping back and forth. */
const mostKept = 64
/**
 * Frames that take a network longer than this are run once their picture is there and has been looked at for a moment: a person who steps
 * through large frames would otherwise wait for networks on frames already left. Frames of more pixels than `largeFrame` count as slow at first.
 * So it is with a movie that was just opened: the window shows it first, and what a network takes is not taken from that.
 */
const slow_ms = 400
const rest_ms = 250
const largeFrame = 2 ** 20
const slots = ['a', 'b'] as const
const aWhile = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, rest_ms) })

export const usePreview = defineStore('preview', () => {
  const engine = useEngine()
  const movies = useMovies()
  const models = useModels()
  const view = useFrameView()
  const { settings } = useSettings()

  const enabled = ref(true)
  /** The newest answer of each slot; whether it is the frame's that is shown, `of` says. */
  const answers = shallowReactive<Record<Slot, SlotPreview | undefined>>({ a: undefined, b: undefined })
  const busy = ref<Record<Slot, boolean>>({ a: false, b: false })
  const errors = ref<Record<Slot, string | undefined>>({ a: undefined, b: undefined })
  const kept = new Map<string, SlotPreview>()
  /** Of the last frame that the network ran on, ms. */
  const durations = new Map<string, number>()
  const seriesOf = ({ movie, model, provider }: PreviewAsk): string => `${provider} ${model} ${movie}`
  /** Asked, after a rest, when the frame's picture is there. */
  const afterPicture: Record<Slot, { ask: PreviewAsk; rest: () => Promise<void> } | undefined> = { a: undefined, b: undefined }

  function isSlow(ask: PreviewAsk): boolean {
    const details = movies.current?.details
    return (durations.get(seriesOf(ask)) ?? (details && details.width * details.height > largeFrame ? Infinity : 0)) > slow_ms
  }

  /** What each slot wants to know now. */
  const wanted = computed(() => Object.fromEntries(slots.map((slot) => {
    const [movie, model] = [movies.current, models[slot]]
    if (!enabled.value || !movie || !model || engine.state !== 'connected') return [slot, undefined]
    return [slot, askOf(movie, model, readingOf(movie, model), models.threshold(slot), settings.provider)]
  })) as Record<Slot, PreviewAsk | undefined>)

  function keep(key: string, answer: SlotPreview): void {
    kept.set(key, answer)
    for (const old of kept.keys()) {
      if (kept.size <= mostKept) break
      kept.delete(old)
    }
  }

  async function fetch(ask: PreviewAsk, signal: AbortSignal): Promise<SlotPreview> {
    const key = cacheKey(ask)
    const known = kept.get(key)
    if (known) return known
    const started = performance.now()
    const preview = await engine.call('preview', ask, { signal })
    const answer = { ask, preview, milliseconds: performance.now() - started }
    if (preview.seconds > 0) durations.set(seriesOf(ask), 1000 * preview.seconds)
    keep(key, answer)
    return answer
  }

  const asked = Object.fromEntries(slots.map((slot) => [slot, new LatestAsked<PreviewAsk, SlotPreview>({
    run: fetch,
    // An answer about a frame close by comes soon, and fills what is kept.
    stale: (running, next) => !sameNetworkOutput(running, next, isSlow(next) ? 0 : 2),
    answered(answer) {
      answers[slot] = answer
      errors.value[slot] = undefined
    },
    failed(error) {
      errors.value[slot] = error instanceof Error ? error.message : String(error)
    },
    busy: (is) => { busy.value[slot] = is },
  })])) as Record<Slot, LatestAsked<PreviewAsk, SlotPreview>>

  // A file opened again, or a model made anew under its old name, has other answers.
  watch([() => movies.current?.details, () => models.models], () => kept.clear())
  for (const slot of slots) {
    watch(() => wanted.value[slot], (ask, before) => {
      const known = ask && kept.get(cacheKey(ask))
      const opened = ask?.movie !== before?.movie
      afterPicture[slot] = undefined
      if (!ask) asked[slot].cancel()
      else if (known) asked[slot].take(ask, known)
      else if (opened || isSlow(ask)) {
        const moved = before !== undefined && (opened || before.frame !== ask.frame)
        if (moved) asked[slot].cancel()
        busy.value[slot] = true
        afterPicture[slot] = { ask, rest: opened ? idle : moved ? aWhile : aMomentLater }
        askAfterPicture(slot)
      }
      else asked[slot].want(ask)
      if (!ask) errors.value[slot] = undefined
    }, { immediate: true })
  }
  function askAfterPicture(slot: Slot): void {
    const next = afterPicture[slot]
    if (!next || view.shown?.movie !== next.ask.movie || view.shown.frame !== next.ask.frame) return
    afterPicture[slot] = undefined
    void next.rest().then(() => { if (wanted.value[slot] === next.ask) asked[slot].want(next.ask) })
  }
  watch(() => view.shown, () => slots.forEach(askAfterPicture))
  // A frame that cannot be had has no detections.
  watch(() => view.error, (error) => { for (const slot of slots) if (error && afterPicture[slot]) busy.value[slot] = false })
  // A new engine has nothing in memory, and what was under way is lost.
  engine.eachConnection(() => kept.clear())

  /** Opens the chosen models while a person chooses a movie: its first frame need not wait for that. */
  async function prepare(): Promise<void> {
    await idle()
    if (!enabled.value || engine.state !== 'connected') return
    const chosen = slots.flatMap((slot) => models[slot]?.id ?? [])
    // The preview of the first frame says what is wrong.
    await Promise.allSettled([...new Set(chosen)].map((model) => engine.call('prepare', { model, provider: settings.provider as PreviewAsk['provider'] })))
  }

  /** The slot's detections on a frame, where they are known for the models and values in force (another threshold counts until its answer is there). */
  function of(slot: Slot, movie: string, frame: number): SlotPreview | undefined {
    const [answer, ask] = [answers[slot], wanted.value[slot]]
    if (!answer || !ask || answer.ask.movie !== movie || answer.ask.frame !== frame) return undefined
    return sameNetworkOutput(answer.ask, { ...ask, frame }, 0) ? answer : undefined
  }

  return { enabled, answers, busy, errors, of, prepare }
})
