// The clouds of A, B and truth as the view asks for them: remade when their table, the filters or the colouring change.
import { computed, ref, shallowRef, watch } from 'vue'
import { hawaii, lipari } from '../../core/rendering/colour-map.ts'
import { useDatasets, type Dataset, type Role } from '../datasets/index.ts'
import { useFilters } from '../filters/index.ts'
import { marks, useNotices } from '../ui/index.ts'
import { boundsOf, makeCloud, type Cloud, type CloudColour } from './cloud.ts'
import { colourings, useScene3d } from './scene-store.ts'

export type Clouds = Partial<Record<Role, Cloud>>
const roles = ['a', 'b', 'truth'] as const

function columnOf(dataset: Dataset, name: string | undefined): Float32Array | undefined {
  if (name === undefined) return undefined
  const column = dataset.extra[name] ?? (dataset.table as unknown as Record<string, Float32Array | undefined>)[name]
  return column instanceof Float32Array ? column : undefined
}

/** Between the 1st and the 99th percentile, so that single values do not take all colours; by a sample of the rows. */
export function usualRange(columns: readonly Float32Array[]): [number, number] {
  const sample = columns.flatMap((column) => {
    const step = Math.max(1, Math.floor(column.length / 20_000))
    return Array.from({ length: Math.floor(column.length / step) }, (_, i) => column[i * step])
  }).filter(Number.isFinite).toSorted((a, b) => a - b)
  if (sample.length === 0) return [0, 1]
  const [low, high] = [sample[Math.floor(0.01 * sample.length)], sample[Math.floor(0.99 * (sample.length - 1))]]
  const round = (value: number): number => Number(value.toPrecision(3))
  return low < high ? [round(low), round(high)] : [round(low - 1), round(high + 1)]
}

export function useClouds() {
  const datasets = useDatasets()
  const filters = useFilters()
  const scene = useScene3d()
  const notices = useNotices()
  const clouds = shallowRef<Clouds>({})
  const busy = ref(false)
  const present = computed(() => roles.filter((role) => datasets[role] !== undefined))
  const kind = computed(() => colourings.find(({ value }) => value === scene.colouring)!)
  const range = computed((): [number, number] => {
    if (scene.range) return scene.range
    return usualRange(roles.filter((role) => scene.shown[role]).flatMap((role) => columnOf(datasets[role] ?? ({ extra: {}, table: {} } as Dataset), kind.value.column) ?? []))
  })
  const map = computed(() => (scene.colouring === 'depth' ? hawaii : lipari))
  const bounds = computed(() => boundsOf(Object.values(clouds.value)))

  let stop: AbortController | undefined
  watch(
    () => [roles.map((role) => [datasets[role]?.id, datasets[role]?.revision, scene.shown[role], role === 'truth' ? undefined : filters.rowsOf(datasets[role]?.id)]), scene.colouring, range.value, scene.sigmaFactor],
    async () => {
      stop?.abort()
      const { signal } = (stop = new AbortController())
      busy.value = true
      try {
        const made: Clouds = {}
        for (const role of roles) {
          const dataset = datasets[role]
          if (!dataset || !scene.shown[role]) continue
          const values = columnOf(dataset, kind.value.column)
          const colour: CloudColour = values ? { values, range: range.value, map: map.value } : { colour: marks[role].colour }
          const rows = dataset.kind === 'emitters' ? undefined : filters.rowsOf(dataset.id)
          made[role] = await makeCloud({ ...dataset.table, rows }, colour, scene.sigmaFactor, signal)
        }
        if (!signal.aborted) clouds.value = made
      } catch (error) {
        if (!signal.aborted) notices.sayError(error)
      } finally {
        if (!signal.aborted) busy.value = false
      }
    }, { immediate: true },
  )
  return { clouds, busy, present, range, map, kind, bounds }
}
