// Puts the menu in place, anew whenever the recent files change.
import { app, Menu } from 'electron'
import { menuTemplate, type MenuActions } from './template.ts'

/** What the entry 'About StructLoc' shows. */
export function describeProgram(iconPath: string | undefined): void {
  app.setAboutPanelOptions({ applicationName: 'StructLoc', applicationVersion: app.getVersion(), copyright: 'Single-molecule localization microscopy in 3D. MIT licence.', iconPath })
}

export function showMenu(actions: MenuActions, recent: readonly string[] = []): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, { recent, mac: process.platform === 'darwin', developer: !app.isPackaged })))
}

/** Also for the lists of the system's own (dock, jump list). */
export function showRecent(actions: MenuActions, recent: readonly string[]): void {
  app.clearRecentDocuments()
  for (const path of recent.toReversed()) app.addRecentDocument(path)
  showMenu(actions, recent)
}
