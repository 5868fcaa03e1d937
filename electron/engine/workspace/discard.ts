// Removes a workspace file, and what SQLite left beside it.
import { rm } from 'node:fs/promises'
import { Workspace } from './workspace.ts'

/**
 * Removes a file only if it is a workspace that nobody works in.
 * @param options onlyIfEmpty keeps one that holds localizations
 * @throws StructLocError where it is another program's file, or in use
 */
export async function discardWorkspace(path: string, options: { onlyIfEmpty?: boolean } = {}): Promise<void> {
  const workspace = Workspace.open(path)
  const keep = options.onlyIfEmpty && workspace.runs.list().some(({ id, first }) => workspace.runs.doneUntil(id).end > first)
  workspace.close()
  if (keep) return
  for (const ending of ['', '-wal', '-shm']) await rm(path + ending, { force: true })
}
