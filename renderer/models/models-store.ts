// The models there are, and the two that are compared: A and B.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { usualModel } from '../../core/model/usual-model.ts'
import type { ModelList, ModelSummary } from '../../electron/contract/results.ts'
import { useEngine } from '../engine/index.ts'

export type Slot = 'a' | 'b'

const byName = new Intl.Collator('en', { numeric: true })

/** The usual one, the shipped ones, a person's own; numbers in titles by their size. */
function inOrder(one: ModelSummary, other: ModelSummary): number {
  const rank = ({ id, origin }: ModelSummary): number => (id === usualModel ? 0 : origin === 'shipped' ? 1 : 2)
  return rank(one) - rank(other) || byName.compare(one.title, other.title)
}

export const useModels = defineStore('models', () => {
  const engine = useEngine()
  const models = ref<ModelSummary[]>([])
  const damaged = ref<ModelList['damaged']>([])
  /** Ids of the chosen models. */
  const chosen = ref<Record<Slot, string | undefined>>({ a: undefined, b: undefined })
  /** Thresholds in place of the models' own. */
  const thresholds = ref<Record<Slot, number | undefined>>({ a: undefined, b: undefined })

  async function refresh(): Promise<void> {
    const list = await engine.call('models', {})
    models.value = list.models.toSorted(inOrder)
    damaged.value = list.damaged
    const known = (id: string | undefined): boolean => list.models.some((model) => model.id === id)
    if (!known(chosen.value.a)) chosen.value.a = known(usualModel) ? usualModel : list.models[0]?.id
    if (!known(chosen.value.b)) chosen.value.b = undefined
  }

  function choose(slot: Slot, id: string | undefined): void {
    chosen.value[slot] = id
    thresholds.value[slot] = undefined
  }

  const byId = (id: string | undefined): ModelSummary | undefined => models.value.find((model) => model.id === id)
  const a = computed(() => byId(chosen.value.a))
  const b = computed(() => byId(chosen.value.b))
  /** The threshold in force for a slot. */
  const threshold = (slot: Slot): number | undefined => thresholds.value[slot] ?? byId(chosen.value[slot])?.threshold

  return { models, damaged, chosen, thresholds, a, b, refresh, choose, byId, threshold }
})
