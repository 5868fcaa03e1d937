// Selected rows to the clipboard, as tab-separated text that spreadsheets take.
import { useNotices } from '../ui/index.ts'
import { tabSeparated } from './number-text.ts'
import { useTable } from './table-store.ts'
import { counted } from '../ui/numbers.ts'

/** More is for a file. */
const mostRows = 100_000

export async function copySelected(): Promise<void> {
  const table = useTable()
  const notices = useNotices()
  const rows = table.selectedRows()
  if (rows.length === 0) return
  if (rows.length > mostRows) {
    notices.say('warning', `${counted(rows.length)} rows are too many for the clipboard (${counted(mostRows)} at most); export them (Ctrl+E).`)
    return
  }
  const pieces: string[] = []
  for (const piece of tabSeparated(table.shownColumns, rows)) {
    pieces.push(piece)
    if (pieces.length % 8 === 0) await new Promise((resolve) => { setTimeout(resolve) })
  }
  try {
    await navigator.clipboard.writeText(pieces.join(''))
    notices.say('success', `Copied ${counted(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}.`)
  } catch {
    notices.say('error', 'The browser does not allow this page to copy; export the rows instead (Ctrl+E).')
  }
}
