// The marks of the frame on the screen: the preview's where it has an answer, else the rows of the tables that stand for A, B and truth.
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'
import { readingOf } from '../camera/index.ts'
import { useDatasets, usePick, type Dataset, type Role } from '../datasets/index.ts'
import { useFilters } from '../filters/index.ts'
import { useModels } from '../models/index.ts'
import { usePreview } from '../preview/index.ts'
import { useScoringRules } from '../science/scoring-rules.ts'
import { marksOf, type Columns, type FrameMarks, type Layer } from './frame-marks.ts'
import { useFrameView } from './frame-view-store.ts'
import { useMovies } from './movies-store.ts'
import { passingRows, rowsByFrame, type RowsByFrame } from './rows-by-frame.ts'

export const useFrameMarks = defineStore('frame-marks', () => {
  const movies = useMovies()
  const models = useModels()
  const datasets = useDatasets()
  const filters = useFilters()
  const preview = usePreview()
  const view = useFrameView()
  const pick = usePick()
  const scoring = useScoringRules()
  const indices = new WeakMap<Int32Array, RowsByFrame>()

  /** nm; undefined where neither movie nor person nor model says it. */
  const reading = computed(() => (movies.current ? readingOf(movies.current, models.a ?? models.b) : undefined))
  const pixelSize = computed(() => reading.value?.pixelSize)

  function tableLayer(role: Role, frame: number): Layer | undefined {
    const dataset = datasets[role]
    if (!dataset || !belongs(dataset)) return undefined
    const { table } = dataset
    let index = indices.get(table.frame)
    if (!index) indices.set(table.frame, (index = rowsByFrame(table.frame)))
    const rows = passingRows(index.of(frame), role === 'truth' ? undefined : filters.rowsOf(dataset.id))
    return { role, from: 'table', dataset: dataset.id, columns: { ...table, ...dataset.extra } as Columns, rows }
  }

  const belongs = ({ movie }: Dataset): boolean => movie === undefined || movie === movies.current?.id

  function layerOf(role: Role, frame: number): Layer | undefined {
    const answer = role === 'truth' ? undefined : preview.of(role, view.shown!.movie, frame)
    if (!answer) return role !== 'truth' && preview.busy[role] && preview.enabled ? undefined : tableLayer(role, frame)
    const columns = answer.preview.localizations as unknown as Columns
    return { role, from: 'preview', dataset: undefined, columns, rows: Uint32Array.from(columns.frame.keys()) }
  }

  const marks = computed((): FrameMarks | undefined => {
    const frame = view.shown
    if (!frame || frame.movie !== movies.current?.id || !pixelSize.value) return undefined
    const layers = (['a', 'b', 'truth'] as const).map((role) => layerOf(role, frame.frame)).filter((layer) => layer !== undefined)
    return marksOf(frame.frame, layers, { width: frame.width * pixelSize.value, height: frame.height * pixelSize.value }, { ...scoring.rules, removed: scoring.removed })
  })

  /** Picks a mark here and, where it is a table's, in every other view. */
  function pickMark(role: Role, n: number): void {
    const layer = marks.value?.layers[role]
    if (!layer || !marks.value) return
    view.picked = { frame: marks.value.frame, layer, n }
    pick.pick = layer.dataset === undefined ? undefined : { dataset: layer.dataset, row: layer.rows[n] }
  }

  function letGo(): void {
    view.picked = undefined
    pick.pick = undefined
  }

  // A row picked in another view: its frame is shown, and its mark read out.
  watch(() => pick.pick, (picked) => {
    const known = view.picked
    if (!picked) {
      if (known?.layer.dataset !== undefined) view.picked = undefined
      return
    }
    if (known && known.layer.dataset === picked.dataset && known.layer.rows[known.n] === picked.row) return
    const dataset = datasets.get(picked.dataset)
    const role = (['a', 'b', 'truth'] as const).find((one) => datasets.roles[one] === picked.dataset)
    if (!dataset || !role || !belongs(dataset) || !movies.current) return
    const frame = dataset.table.frame[picked.row]
    movies.show(frame)
    view.picked = { frame, layer: { role, from: 'table', dataset: dataset.id, columns: { ...dataset.table, ...dataset.extra } as Columns, rows: Uint32Array.of(picked.row) }, n: 0 }
  })
  watch(() => movies.currentId, () => { view.picked = undefined })

  return { marks, reading, pixelSize, pickMark, letGo }
})
