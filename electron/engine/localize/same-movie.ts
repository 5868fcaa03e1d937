// Whether the movie is still the file that a run began with. Frames of two movies must not become one table.
import { stat } from 'node:fs/promises'
import { StructLocError } from '../../../core/errors.ts'
import type { MovieRecord } from '../workspace/run-table.ts'

/** @throws StructLocError 'unreadable' where the file is gone, or was changed since the run began */
export async function assertSameMovie({ path, size, mtime_ms }: Pick<MovieRecord, 'path' | 'size' | 'mtime_ms'>): Promise<void> {
  const now = await stat(path).catch((cause: unknown) => {
    throw new StructLocError('unreadable', `${path} was removed or moved while it was localized. Put it back.`, { cause })
  })
  // A folder's date changes with any file in it.
  if (now.isDirectory() || now.size === size && now.mtimeMs === mtime_ms) return
  throw new StructLocError('unreadable', now.size === size
    ? `${path} was written to while it was localized (${new Date(now.mtimeMs).toISOString()}). Localize it anew once it is complete.`
    : `${path} was changed while it was localized: it had ${size} bytes, now it has ${now.size}. Localize it anew once it is complete.`)
}
