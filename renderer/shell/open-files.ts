// Whatever a person opens or drops: movies are shown, tables become datasets, the rest is refused in a sentence.
import { useRawQuestion } from '../camera/index.ts'
import { useMovies } from '../movie/index.ts'
import { useSettings } from '../settings/index.ts'
import { useNotices } from '../ui/index.ts'
import { useShell } from './shell-store.ts'

const tables = /\.(csv|arrow|txt|hdf5|h5|mat|smlm)$/i

export function useOpenFiles(openTable: (path: string) => Promise<void>): { open: (paths: readonly string[], showMovie?: () => void) => Promise<void>; openMovie: (path: string) => Promise<boolean> } {
  const movies = useMovies()
  const notices = useNotices()
  const raw = useRawQuestion()
  const shell = useShell()
  const { remember, forget } = useSettings()
  /** Notices of what was opened last: they are of no use once something else is. */
  const said: number[] = []
  function failed(error: unknown): void {
    const id = notices.sayError(error)
    if (id !== undefined) said.push(id)
  }

  /** Whether it could be opened; if not, that was said. */
  async function openMovie(path: string, showMovie = shell.showWhenDone('movie')): Promise<boolean> {
    try {
      const { id, details } = await movies.open(path)
      remember(id)
      if (details.truncated) notices.say('warning', details.truncated)
      showMovie()
      return true
    } catch (error) {
      if ((error as { code?: string }).code === 'not-found') forget(path)
      // A file that says nothing of itself may still be pixels.
      if ((error as { code?: string }).code === 'invalid-input' && !/\.(tiff?|btf)$/i.test(path)) {
        said.push(notices.say('error', (error as Error).message, { title: 'Describe its pixels …', run: () => raw.ask(path) }))
      } else failed(error)
      return false
    }
  }

  async function open(paths: readonly string[], showMovie?: () => void): Promise<void> {
    if (paths.length > 0) for (const id of said.splice(0)) notices.close(id)
    for (const path of paths) {
      if (!tables.test(path)) {
        await openMovie(path, showMovie)
        continue
      }
      try {
        await openTable(path)
      } catch (error) {
        failed(error)
      }
    }
  }
  return { open, openMovie }
}
