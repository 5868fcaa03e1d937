// The clouds of A, B and truth as the view asks for them: remade when their table, the filters or the colouring change.
import { computed, ref, shallowRef, watch } from 'vue'
import { useDatasets, type Dataset, type Role } from '../datasets/index.ts'
import { useFilters } from '../filters/index.ts'
import { whileVisible } from '../shell/index.ts'
import { colouringsOf, rangeOf } from '../superres/index.ts'
import { marks, useNotices } from '../ui/index.ts'
import { boundsOf, makeCloud, type Cloud, type CloudColour } from './cloud.ts'
import { useScene3d } from './scene-store.ts'

export type Clouds = Partial<Record<Role, Cloud>>
const roles = ['a', 'b', 'truth'] as const

function columnOf(dataset: Dataset | undefined, name: string | undefined): Float32Array | Int32Array | undefined {
  if (!dataset || name === undefined) return undefined
  return dataset.extra[name] ?? (dataset.table as unknown as Record<string, Float32Array | Int32Array | undefined>)[name]
}

export function useClouds() {
  const datasets = useDatasets()
  const filters = useFilters()
  const scene = useScene3d()
  const { look } = scene
  const notices = useNotices()
  const clouds = shallowRef<Clouds>({})
  const busy = ref(false)
  const present = computed(() => roles.filter((role) => datasets[role] !== undefined))
  const tables = computed(() => present.value.map((role) => datasets[role]!))
  const colourings = computed(() => colouringsOf(tables.value))
  /** Undefined: each table in its own colour. */
  const colouring = computed(() => (look.colourBy === 'model' ? undefined : colourings.value.find(({ column }) => column === look.colourBy) ?? colourings.value[0]))
  /** The same values have the same colours as in the super-resolution views. */
  const range = computed((): readonly [number, number] => (colouring.value ? scene.ranges[colouring.value.column] ?? rangeOf(colouring.value, tables.value) : [0, 1]))
  const bounds = computed(() => boundsOf(Object.values(clouds.value)))

  let stop: AbortController | undefined
  watch(
    [
      ...roles.flatMap((role) => [
        () => datasets[role]?.table, () => look.shown[role], () => (role === 'truth' ? undefined : filters.rowsOf(datasets[role]?.id)), () => columnOf(datasets[role], colouring.value?.column),
      ]),
      () => colouring.value, () => range.value[0], () => range.value[1], () => look.sigmaFactor,
    ].map((source) => whileVisible<unknown>(source)),
    async () => {
      stop?.abort()
      const { signal } = (stop = new AbortController())
      busy.value = true
      try {
        const made: Clouds = {}
        for (const role of roles) {
          const dataset = datasets[role]
          if (!dataset || !look.shown[role]) continue
          const values = columnOf(dataset, colouring.value?.column)
          const colour: CloudColour = values && colouring.value ? { values, range: range.value, map: colouring.value.map } : { colour: marks[role].colour }
          const rows = dataset.kind === 'emitters' ? undefined : filters.rowsOf(dataset.id)
          made[role] = await makeCloud({ ...dataset.table, rows }, colour, look.sigmaFactor, signal)
        }
        if (!signal.aborted) clouds.value = made
      } catch (error) {
        if (!signal.aborted) notices.sayError(error)
      } finally {
        if (!signal.aborted) busy.value = false
      }
    }, { immediate: true },
  )
  return { clouds, busy, present, colourings, colouring, range, bounds }
}
