// Whether the panel around a component is in front: work that only feeds its picture can wait until it is.
import { computed, inject, ref, type ComputedRef, type InjectionKey, type Ref } from 'vue'

export const panelVisible: InjectionKey<Ref<boolean>> = Symbol('panel visible')

/** True outside of panels. */
export const usePanelVisible = (): Ref<boolean> => inject(panelVisible, ref(true))

/** What a panel shows: while it is behind another, that stays as it was. */
export function whileVisible<T>(source: () => T): ComputedRef<T> {
  const visible = usePanelVisible()
  let kept: { value: T } | undefined
  return computed(() => {
    if (visible.value || !kept) kept = { value: source() }
    return kept.value
  })
}
