// Scores, errors and prior influence of the tables in the roles A, B and truth: worked out anew, in a worker, whenever a table grows,
// a filter or a rule changes. Only the newest counts, and only what its inputs concern is done again.
import { defineStore } from 'pinia'
import { computed, markRaw, reactive, ref, shallowReactive, shallowRef, watch } from 'vue'
import type { Checkerboard } from '../../core/evaluation/checkerboard.ts'
import type { CrlbRatio } from '../../core/evaluation/crlb-ratio.ts'
import type { Distributions } from '../../core/evaluation/distributions.ts'
import type { ErrorColumns } from '../../core/evaluation/error-columns.ts'
import type { ScoreParts } from '../../core/evaluation/score-parts.ts'
import type { Light, QuickScores, ScoringRules } from '../../core/evaluation/table-scores.ts'
import type { MovieDetails } from '../../electron/contract/results.ts'
import { useLight } from '../camera/index.ts'
import { useDatasets, type Dataset } from '../datasets/index.ts'
import { useEngine } from '../engine/index.ts'
import { useFilters } from '../filters/index.ts'
import { useModels } from '../models/index.ts'
import { useMovies } from '../movie/index.ts'
import { idle } from '../ui/index.ts'
import { anotherTask } from '../ui/turns.ts'
import { callsOf } from '../ui/worker-calls.ts'
import { fieldOfView, framesOf } from './field.ts'
import { LatestRun, Stages } from './latest-run.ts'
import { lightOf } from './light-of.ts'
import type { EqualRecall, InfluenceBy, ScienceCalls } from './science-calls.ts'
import { useScoringRules } from './scoring-rules.ts'

/** Scores of one table; undefined: not there yet, null: cannot be had. */
export interface RoleScores {
  quick: QuickScores
  parts?: ScoreParts
  checkerboard?: Checkerboard | null
  crlbRatio?: CrlbRatio | null
  frames: { first: number; end: number } | undefined
}

export interface Influence {
  /** The table whose localizations are looked at, and the other. */
  subject: 'a' | 'b'
  values: Record<'a' | 'b', Float32Array>
  /** Subject minus reference, mean over the pairs, nm. */
  offset: { x: number; y: number; z: number } | null
  by: Partial<Record<'a' | 'b', InfluenceBy>>
  cell: number
}

const sides = ['a', 'b'] as const
type Side = (typeof sides)[number]

type Calls = ReturnType<typeof connect>

const connect = () => callsOf<ScienceCalls>(new Worker(new URL('./science-worker.ts', import.meta.url), { type: 'module' }))

/** Tables of up to this many rows cross to the worker at once; of larger ones, a column at a time, so that the window lives on. */
const atOnce = 100_000

/** Hands a table to the worker, without the room behind its columns that a growing table has: a buffer crosses whole. */
async function hand(to: Calls, place: 'a' | 'b' | 'truth', table: Dataset['table'] | undefined): Promise<void> {
  if (!table) return to.keep(place, undefined)
  const columns = Object.entries(table) as [string, Float32Array | Int32Array][]
  const compact = (column: Float32Array | Int32Array): Float32Array | Int32Array => (column.byteLength === column.buffer.byteLength ? column : column.slice())
  if (table.frame.length <= atOnce) return to.keep(place, Object.fromEntries(columns.map(([name, column]) => [name, compact(column)])) as unknown as Dataset['table'])
  for (const [name, column] of columns) await to.column(place, name, compact(column))
  await to.keepColumns(place)
}

/** Frames that both cover; undefined: all. */
function shared(one: ScoringRules['frames'], other: ScoringRules['frames']): ScoringRules['frames'] {
  return one && other ? { first: Math.max(one.first, other.first), end: Math.min(one.end, other.end) } : one ?? other
}

export const useScience = defineStore('science', () => {
  const [datasets, filters, movies, models, light, engine] = [useDatasets(), useFilters(), useMovies(), useModels(), useLight(), useEngine()]

  const { rules, removed } = useScoringRules()
  /** Score only what lies in the movie's region, where there is one. */
  const onlyRegion = ref(true)
  /** Distance in σ from which on the priors disagree, and the edge of the map's cells, nm. */
  const influenceRules = reactive({ limit: 3, cell: 200 })

  const scores = shallowReactive<Partial<Record<Side, RoleScores>>>({})
  const errors = shallowReactive<Partial<Record<Side, ErrorColumns>>>({})
  /** Density (µm⁻²) of complete spatial randomness that is as crowded as the truth in the frames of each; null: cannot be had. */
  const nominal = shallowReactive<Partial<Record<Side, number | null>>>({})
  /** Both at the recall of the weaker; null: cannot be had. */
  const equalRecall = shallowRef<EqualRecall | null>()
  const influence = shallowRef<Influence>()
  const spread = shallowRef<Partial<Record<Side, Distributions>>>({})
  const busy = ref(false)
  const failed = ref<string>()

  const localizations = (side: Side): Dataset | undefined => (datasets[side]?.kind === 'localizations' ? datasets[side] : undefined)
  const truth = computed(() => (datasets.truth?.kind === 'emitters' ? datasets.truth : undefined))

  /** What movies say of themselves, those that are not open included. */
  const described = shallowReactive(new Map<string, MovieDetails | undefined>())
  const moviePath = computed(() => datasets.a?.movie ?? datasets.b?.movie ?? datasets.truth?.movie)
  watch(moviePath, async (path) => {
    if (!path || described.has(path)) return
    described.set(path, movies.movies.find(({ id }) => id === path)?.details ?? await engine.call('info', { movie: path }).catch(() => undefined))
  }, { immediate: true })
  const movie = computed(() => (moviePath.value ? described.get(moviePath.value) : movies.current?.details))

  const field = computed(() => fieldOfView([localizations('a'), localizations('b'), truth.value], movie.value, truth.value ?? localizations('a') ?? localizations('b')))
  const region = computed(() => {
    const roi = onlyRegion.value ? movies.current?.roi : undefined
    return roi && { x0: roi.x0, y0: roi.y0, x1: roi.x1, y1: roi.y1 }
  })
  const knownLight = computed(() => lightOf(
    movie.value?.simulated, models.byId(datasets.a?.model) ?? models.byId(datasets.b?.model) ?? models.a,
    movies.current && movies.current.id === (moviePath.value ?? movies.current.id) ? light.reading : undefined, light.background_photons))

  function rulesFor(side: Side): ScoringRules {
    const dataset = localizations(side)
    return {
      gate: rules.gate, axialGate: rules.axialGate, border: rules.border, minimumPhotons: rules.minimumPhotons, removeOffset: rules.removeOffset,
      fieldOfView: field.value && { width: field.value.width, height: field.value.height }, frames: dataset && framesOf(dataset), region: region.value,
    }
  }
  /** Whose prior is asked about: the model that was trained on structures, else A. */
  const subject = computed((): Side => {
    const structured = (side: Side): boolean => {
      const model = models.byId(datasets[side]?.model)
      return model !== undefined && model.sampling !== 'csr'
    }
    return !structured('a') && structured('b') ? 'b' : 'a'
  })

  let calls: Calls | undefined
  const stages = new Stages()

  async function work(superseded: () => boolean): Promise<void> {
    const to = (calls ??= connect())
    busy.value = true
    try {
      const tables = { a: localizations('a'), b: localizations('b'), truth: truth.value }
      for (const place of ['a', 'b', 'truth'] as const) {
        if (stages.needed(`keep ${place}`, [tables[place]?.table])) await hand(to, place, tables[place]?.table)
      }
      for (const stage of [quickScores, influences, errorsOf, summaries, slowScores]) {
        // What follows in the window from the one before is not in one task with what the next sends.
        await anotherTask()
        if (superseded()) return
        await stage(to, superseded)
      }
      failed.value = undefined
    } catch (error) {
      failed.value = error instanceof Error ? error.message : String(error)
    } finally {
      busy.value = superseded()
    }
  }

  const inputs = (side: Side): unknown[] => [localizations(side)?.table, truth.value?.table, filters.rowsOf(localizations(side)?.id), JSON.stringify(rulesFor(side))]

  async function quickScores(to: Calls): Promise<void> {
    for (const side of sides) {
      const dataset = localizations(side)
      if (!dataset || !truth.value) {
        delete scores[side]
        delete removed[side]
        stages.forget(`scores ${side}`)
        continue
      }
      if (!stages.needed(`scores ${side}`, inputs(side))) continue
      const asked = rulesFor(side)
      scores[side] = { quick: await to.scores(side, filters.rowsOf(dataset.id), asked), frames: asked.frames }
      removed[side] = scores[side].quick.removed ?? undefined
    }
  }

  async function influences(to: Calls): Promise<void> {
    const [a, b] = [localizations('a'), localizations('b')]
    if (!a || !b) {
      influence.value = undefined
      delete removed['a from b']
      stages.forget('influence')
      return
    }
    const common = shared(framesOf(a), framesOf(b))
    const side = subject.value
    if (!stages.needed('influence', [a.table, b.table, side, rules.gate, rules.axialGate, rules.removeOffset, JSON.stringify(common)])) return
    const { subject: own, reference, offset } = await to.influence(side, { gate: rules.gate, axialGate: rules.axialGate, removeOffset: rules.removeOffset, frames: common })
    const values = side === 'a' ? { a: own, b: reference } : { a: reference, b: own }
    influence.value = { subject: side, values: markRaw(values), offset, by: {}, cell: influenceRules.cell }
    const sign = side === 'a' ? 1 : -1
    removed['a from b'] = offset && rules.removeOffset ? { x: sign * offset.x, y: sign * offset.y, z: sign * offset.z } : undefined
    stages.forget('influence by')
    for (const [place, dataset] of [['a', a], ['b', b]] as const) if (datasets.get(dataset.id)?.table === dataset.table) datasets.setExtra(dataset.id, 'prior_influence', values[place])
  }

  async function errorsOf(to: Calls): Promise<void> {
    for (const side of sides) {
      const dataset = localizations(side)
      if (!dataset || !truth.value) {
        delete errors[side]
        stages.forget(`errors ${side}`)
        continue
      }
      const asked = { ...rulesFor(side), region: undefined }
      const { table } = dataset
      if (!stages.needed(`errors ${side}`, [table, truth.value.table, JSON.stringify(asked)])) continue
      const found = (errors[side] = await to.errors(side, asked))
      if (datasets.get(dataset.id)?.table !== table) continue
      datasets.setExtra(dataset.id, 'error_lateral', found.lateral)
      datasets.setExtra(dataset.id, 'error_axial', found.axial)
    }
  }

  async function summaries(to: Calls): Promise<void> {
    const rows = { a: filters.rowsOf(localizations('a')?.id), b: filters.rowsOf(localizations('b')?.id) }
    const pixelSize = field.value?.pixelSize
    if (pixelSize === undefined) spread.value = {}
    else if (stages.needed('spread', [localizations('a')?.table, localizations('b')?.table, rows.a, rows.b, pixelSize, JSON.stringify(region.value)])) {
      spread.value = await to.distributions(rows, pixelSize, region.value)
    }
    const now = influence.value
    if (!now || !field.value) return
    const { limit, cell } = influenceRules
    if (!stages.needed('influence by', [now.values, rows.a, rows.b, limit, cell, JSON.stringify(region.value), JSON.stringify(field.value)])) return
    const view = { x: [0, field.value.width] as const, y: [0, field.value.height] as const, pixel: cell }
    const by: Influence['by'] = {}
    for (const side of sides) by[side] = await to.influenceBy(side, limit, rows[side], region.value, view)
    influence.value = { ...now, by, cell }
  }

  async function slowScores(to: Calls, superseded: () => boolean): Promise<void> {
    const slow: [string, (side: Side) => Promise<Partial<RoleScores>>, unknown][] = [
      ['parts', async (side) => ({ parts: await to.parts(side) }), undefined],
      ['checkerboard', async (side) => ({ checkerboard: field.value ? await to.checkerboard(side, field.value.pixelSize) : null }), field.value?.pixelSize],
      ['crlb', async (side) => ({ crlbRatio: knownLight.value ? await to.crlbRatio(side, JSON.parse(JSON.stringify(knownLight.value)) as Light) : null }), JSON.stringify(knownLight.value)],
    ]
    for (const [name, ask, input] of slow) {
      for (const side of sides) {
        if (superseded()) return
        const now = scores[side]
        if (!now || !stages.needed(`${name} ${side}`, [now.quick, input])) continue
        const part = await ask(side)
        const latest = scores[side]
        if (latest?.quick === now.quick) scores[side] = { ...latest, ...part }
      }
    }
    for (const side of sides) {
      if (superseded()) return
      const frames = scores[side]?.frames
      if (scores[side] && stages.needed(`nominal ${side}`, [truth.value?.table, JSON.stringify([frames, field.value])])) {
        const same = side === 'b' && scores.a && JSON.stringify(scores.a.frames) === JSON.stringify(frames)
        nominal[side] = same ? nominal.a : await to.nominalDensity(rulesFor(side))
      }
    }
    if (!scores.a || !scores.b) equalRecall.value = null
    else if (!superseded() && stages.needed('equal recall', [scores.a.quick, scores.b.quick])) {
      equalRecall.value = undefined
      equalRecall.value = await to.equalRecall(rulesFor('a'))
    }
  }

  const latest = new LatestRun(work)
  let timer = 0
  watch([() => localizations('a')?.table, () => localizations('b')?.table, () => truth.value?.table, () => filters.rowsOf(localizations('a')?.id), () => filters.rowsOf(localizations('b')?.id), rules, region, field, subject, knownLight, influenceRules],
    () => {
      clearTimeout(timer)
      // What changed is shown before it is counted anew: the worker would take the processor from that.
      timer = window.setTimeout(() => { void idle().then(() => latest.want()) }, 120)
    }, { immediate: true, deep: false })

  return { rules, onlyRegion, influenceRules, scores, nominal, equalRecall, errors, influence, spread, busy, failed, field, region, knownLight, subject, truth, frames: (side: Side) => rulesFor(side).frames }
})
