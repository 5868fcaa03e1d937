// This window's own storage. Without one, or where it is full, things live as long as the window.

/** What was stored under a name; undefined where there is nothing that can be read. */
export function stored(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(`structloc-${name}`) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

export function store(name: string, value: unknown): void {
  try {
    localStorage.setItem(`structloc-${name}`, JSON.stringify(value))
  } catch {
    // No storage, or a full one.
  }
}
