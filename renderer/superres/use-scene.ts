// The tables in their roles as layers of the view: points, values, colours, names.
import { computed, shallowReactive, toRaw, watchEffect, type ComputedRef } from 'vue'
import type { ColourMap } from '../../core/rendering/colour-map.ts'
import { useDatasets, type Dataset, type Role } from '../datasets/index.ts'
import { useFilters } from '../filters/index.ts'
import { useMovies } from '../movie/index.ts'
import { fieldOfView } from '../science/index.ts'
import { usePanelVisible } from '../shell/index.ts'
import { inTurns } from '../ui/turns.ts'
import type { LayerPicture } from './drawing.ts'
import { colouringsOf, rangeOf, roleColours, type Colouring } from './colours.ts'
import type { Region } from './place.ts'
import { pointSlices, valueSlices, type SuperresPoints } from './points.ts'
import { useSuperres } from './superres-store.ts'

export interface SuperresScene {
  /** Roles that have a table and are wanted. */
  shown: ComputedRef<Role[]>
  tables: ComputedRef<Partial<Record<Role, Dataset>>>
  /** Of all roles that have a table, those not wanted included. */
  pictures: ComputedRef<Partial<Record<Role, LayerPicture>>>
  colourings: ComputedRef<Colouring[]>
  colouring: ComputedRef<{ colouring: Colouring; range: readonly [number, number] } | 'model'>
  names: ComputedRef<Record<string, string>>
  /** nm: what is fitted into the view at first. */
  field: ComputedRef<Region | undefined>
}

const roles = ['a', 'b', 'truth'] as const

/** What the graphics card gets of a table, and from what it was made. */
interface Prepared {
  id: string
  table: unknown
  passing: Uint32Array | undefined
  points: SuperresPoints
  source: unknown
  values: Float32Array
  /** Undefined: one colour for all. */
  colour: { column: string; map: ColourMap; range: readonly [number, number] } | undefined
}

/** @param draws whether points are prepared, too, while the panel is in front */
export function useScene(draws = false): SuperresScene {
  const datasets = useDatasets()
  const filters = useFilters()
  const movies = useMovies()
  const superres = useSuperres()

  const tables = computed(() => ({ a: datasets.a, b: datasets.b, truth: datasets.truth }))
  const shown = computed(() => roles.filter((role) => tables.value[role] && (role !== 'truth' || superres.look.truthShown)))
  const present = computed(() => roles.flatMap((role) => tables.value[role] ?? []))
  const colourings = computed(() => colouringsOf(present.value))
  const colouring = computed(() => {
    const { colourBy, mode } = superres.look
    // Of two pictures in one, colours tell which is which.
    if (colourBy === 'model' || (mode === 'overlay' && tables.value.a && tables.value.b)) return 'model'
    const colouring = colourings.value.find(({ column }) => column === colourBy) ?? colourings.value[0]
    if (!colouring) return 'model'
    return { colouring, range: superres.ranges[colouring.column] ?? rangeOf(colouring, present.value) }
  })

  // Points are made anew when table or rows change; another column needs values alone. Until they are there the picture stays.
  const prepared = shallowReactive(new Map<Role, Prepared>())
  const stops = new Map<Role, AbortController>()
  async function prepare(role: Role): Promise<void> {
    const dataset = tables.value[role]
    const passing = role === 'truth' ? undefined : filters.rowsOf(dataset?.id)
    const chosen = colouring.value
    stops.get(role)?.abort()
    if (!dataset) return void prepared.delete(role)
    const { signal } = setStop(role)
    const before = toRaw(prepared).get(role)
    const { table, id } = dataset
    const colour = chosen === 'model' ? undefined : { column: chosen.colouring.column, map: chosen.colouring.map, range: [chosen.range[0], chosen.range[1]] as const }
    const source = colour && (dataset.extra[colour.column] ?? (table as unknown as Record<string, unknown>)[colour.column])
    try {
      const same = before?.table === table && before.passing === passing
      const points = same ? before.points : await inTurns(pointSlices(dataset, passing), signal)
      const values = same && before.source === source ? before.values : colour ? await inTurns(valueSlices(dataset, colour.column, points), signal) : new Float32Array(points.count)
      if (!same || values !== before.values || JSON.stringify(colour) !== JSON.stringify(before.colour)) prepared.set(role, { id, table, passing, points, source, values, colour })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
  function setStop(role: Role): AbortController {
    const stop = new AbortController()
    stops.set(role, stop)
    return stop
  }
  const visible = usePanelVisible()
  if (draws) for (const role of roles) watchEffect(() => { if (visible.value) void prepare(role) }, { flush: 'post' })

  const pictures = computed(() => {
    const result: Partial<Record<Role, LayerPicture>> = {}
    for (const role of roles) {
      const ready = prepared.get(role)
      if (!ready || ready.id !== tables.value[role]?.id) continue
      result[role] = { points: ready.points, values: ready.values, colour: ready.colour ?? roleColours[role] }
    }
    return result
  })

  const names = computed(() => Object.fromEntries(roles.map((role) => [role, `${role === 'truth' ? 'Truth' : role.toUpperCase()} · ${tables.value[role]?.label ?? ''}`])))
  const field = computed((): Region | undefined => {
    const movie = movies.current
    const [longest] = present.value.toSorted((one, other) => other.table.frame.length - one.table.frame.length)
    const shape = fieldOfView(present.value, movie && { ...movie.details, pixelSize: movie.pixelSize ?? movie.details.pixelSize }, longest)
    return shape && { x0: 0, y0: 0, x1: shape.width, y1: shape.height }
  })
  return { shown, tables, pictures, colourings, colouring, names, field }
}
