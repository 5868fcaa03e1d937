// The system's dialogs for opening and saving.
import { isAbsolute, join } from 'node:path'
import { app, dialog, type BrowserWindow, type FileFilter } from 'electron'
import type { CheckedMessages } from '../../security/page-message.ts'

type Filters = CheckedMessages['files:save']['filters']

const withAllFiles = (filters: Filters): FileFilter[] => (filters?.length ? [...filters, { name: 'All files', extensions: ['*'] }] : [])

export async function askForFiles(window: BrowserWindow, { title, filters, multiple, folders }: CheckedMessages['files:open']): Promise<string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title, filters: folders ? [] : withAllFiles(filters), properties: [folders ? 'openDirectory' : 'openFile', ...(multiple ? ['multiSelections' as const] : [])],
  })
  return canceled ? [] : filePaths
}

export async function askWhereToSave(window: BrowserWindow, { title, suggested, filters }: CheckedMessages['files:save']): Promise<string | undefined> {
  const defaultPath = isAbsolute(suggested) ? suggested : join(app.getPath('documents'), suggested)
  const { canceled, filePath } = await dialog.showSaveDialog(window, { title, defaultPath, filters: withAllFiles(filters), properties: ['showOverwriteConfirmation', 'createDirectory'] })
  return canceled || !filePath ? undefined : filePath
}
