// What a person can do with a file that was written: see it in its folder, or take it along where the engine runs on another machine.
import { useNotices } from '../ui/index.ts'
import { host } from './index.ts'

/** Says that files were written, with the step that follows; the step is about the first of them. */
export function sayWritten(text: string, path: string): void {
  const notices = useNotices()
  const { showInFolder, download } = host()
  notices.say('success', text, showInFolder ? { title: 'Show in folder', run: () => showInFolder(path) }
    : download && { title: 'Download', run: () => { download(path).catch(notices.sayError) } })
}
