// Settings of one part of the window, kept in its storage from one opening to the next.
import { reactive, watch } from 'vue'

/** A reactive object that is as it was left. What is missing there, or of another type, is as usual; so is all that `fits` refuses. */
export function keptSettings<T extends object>(name: string, usual: T, fits: (value: T) => boolean = () => true): T {
  const key = `structloc-${name}`
  const settings = reactive(read(key, usual, fits)) as T
  watch(settings, (value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value))
    } catch {
      // No storage: the settings live as long as the window.
    }
  }, { deep: true })
  return settings
}

function read<T extends object>(key: string, usual: T, fits: (value: T) => boolean): T {
  const fresh = structuredClone(usual)
  try {
    const kept = Object(JSON.parse(localStorage.getItem(key) ?? '{}')) as Partial<T>
    const names = (Object.keys(fresh) as (keyof T)[]).filter((name) => kept[name] !== undefined && (fresh[name] === undefined || typeOf(kept[name]) === typeOf(fresh[name])))
    const value = { ...fresh, ...Object.fromEntries(names.map((name) => [name, kept[name]])) }
    return fits(value) ? value : fresh
  } catch {
    return fresh
  }
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value)
