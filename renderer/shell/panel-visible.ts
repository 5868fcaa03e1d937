// Whether the panel around a component is in front: work that only feeds its picture can wait until it is.
import { inject, ref, type InjectionKey, type Ref } from 'vue'

export const panelVisible: InjectionKey<Ref<boolean>> = Symbol('panel visible')

/** True outside of panels. */
export const usePanelVisible = (): Ref<boolean> => inject(panelVisible, ref(true))
