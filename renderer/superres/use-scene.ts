// The tables in their roles as layers of the view: points, values, colours, names.
import { computed, shallowReactive, watchEffect, type ComputedRef } from 'vue'
import { useDatasets, type Dataset, type Role } from '../datasets/index.ts'
import { useFilters } from '../filters/index.ts'
import { useMovies } from '../movie/index.ts'
import { fieldOfView } from '../science/index.ts'
import { colouringsOf, rangeOf, roleColours, type Colouring } from './colours.ts'
import type { Region } from './place.ts'
import { pointSlices, valuesOf, type SuperresPoints } from './points.ts'
import type { LayerPicture } from './superres-painter.ts'
import { useSuperres } from './superres-store.ts'

export interface SuperresScene {
  /** Roles that have a table and are wanted. */
  shown: ComputedRef<Role[]>
  tables: ComputedRef<Partial<Record<Role, Dataset>>>
  pictures: ComputedRef<Partial<Record<Role, LayerPicture>>>
  colourings: ComputedRef<Colouring[]>
  colouring: ComputedRef<{ colouring: Colouring; range: readonly [number, number] } | 'model'>
  names: ComputedRef<Record<string, string>>
  /** nm: what is fitted into the view at first. */
  field: ComputedRef<Region | undefined>
}

const roles = ['a', 'b', 'truth'] as const

/** Tables of up to this many rows are prepared at once. */
const slicedFrom = 150_000

interface Prepared {
  id: string
  points: SuperresPoints
}

/** @param draws whether points are prepared, too */
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

  // Points are made anew when table or rows change, large ones in slices; changing colours uploads only values.
  const prepared = shallowReactive(new Map<Role, Prepared>())
  async function prepare(role: Role): Promise<void> {
    const dataset = tables.value[role]
    const passing = role === 'truth' ? undefined : filters.rowsOf(dataset?.id)
    const before = wanted.get(role)
    if (dataset && before?.table === dataset.table && before.passing === passing) return
    const mine = dataset && { id: dataset.id, table: dataset.table, passing }
    wanted.set(role, mine)
    if (!dataset || !mine) return void prepared.delete(role)
    const slices = pointSlices(dataset, passing)
    let step = slices.next()
    const large = dataset.table.frame.length > slicedFrom
    for (; !step.done; step = slices.next()) {
      if (large) await new Promise((resolve) => { setTimeout(resolve, 0) })
      if (wanted.get(role) !== mine) return
    }
    prepared.set(role, { id: mine.id, points: step.value })
  }
  const wanted = new Map<Role, { table: unknown; passing: Uint32Array | undefined } | undefined>()
  if (draws) for (const role of roles) watchEffect(() => { void prepare(role) }, { flush: 'post' })

  const pictures = computed(() => {
    const result: Partial<Record<Role, LayerPicture>> = {}
    for (const role of shown.value) {
      const dataset = tables.value[role]!
      const ready = prepared.get(role)
      if (!ready || ready.id !== dataset.id) continue
      const own = ready.points
      const colour = colouring.value
      result[role] = colour === 'model'
        ? { points: own, values: new Float32Array(own.count), colour: roleColours[role] }
        : { points: own, values: valuesOf(dataset, colour.colouring.column, own), colour: { map: colour.colouring.map, range: colour.range } }
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
