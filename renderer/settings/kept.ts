// Settings of one part of the window, kept in its storage from one opening to the next.
import { reactive, watch } from 'vue'
import { store, stored } from './stored.ts'

/** A reactive object that is as it was left. What is missing there, or of another type, is as usual; so is all that `fits` refuses. */
export function keptSettings<T extends object>(name: string, usual: T, fits: (value: T) => boolean = () => true): T {
  const settings = reactive(read(name, usual, fits)) as T
  watch(settings, (value) => {
    store(name, value)
  }, { deep: true })
  return settings
}

function read<T extends object>(name: string, usual: T, fits: (value: T) => boolean): T {
  const fresh = structuredClone(usual)
  const kept = Object(stored(name)) as Partial<T>
  const keys = (Object.keys(fresh) as (keyof T)[]).filter((key) => kept[key] !== undefined && (fresh[key] === undefined || typeOf(kept[key]) === typeOf(fresh[key])))
  const value = { ...fresh, ...Object.fromEntries(keys.map((key) => [key, kept[key]])) }
  return fits(value) ? value : fresh
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value)
