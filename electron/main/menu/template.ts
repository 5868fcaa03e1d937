// The application's menu. Its entries run the page's own commands by their ids; keys that the page hears itself are only shown here
// (a Mac's menu hears them first).
import { basename } from 'node:path'
import type { MenuItemConstructorOptions as Item } from 'electron'

export interface MenuActions {
  /** Runs a command of the page. */
  run(command: string): void
  openFiles(paths: string[]): void
  clearRecent(): void
}

export interface MenuOptions {
  recent: readonly string[]
  mac: boolean
  /** Entries for whoever works on the program. */
  developer: boolean
}

const panels = [
  ['movie', 'Movie'], ['comparison', 'Comparison'], ['scene3d', '3D'], ['table', 'Table'], ['training', 'Training'], ['calibration', 'Calibration'], ['spikein', 'Spike-in test'], ['models', 'Models'], ['jobs', 'Jobs'],
] as const

export function menuTemplate(actions: MenuActions, { recent, mac, developer }: MenuOptions): Item[] {
  const command = (id: string, label: string, accelerator?: string): Item => ({ id, label, accelerator, registerAccelerator: false, click: () => actions.run(id) })
  const line: Item = { type: 'separator' }
  const settings = command('preferences', mac ? 'Settings …' : 'Preferences …', 'CmdOrCtrl+,')
  const about: Item = { role: 'about', label: 'About StructLoc' }
  const recentItems: Item[] = recent.length === 0 ? [{ label: 'None yet', enabled: false }] : [
    ...recent.map((path): Item => ({ label: escaped(basename(path)), sublabel: path, toolTip: path, click: () => actions.openFiles([path]) })),
    line, { label: 'Clear', click: actions.clearRecent },
  ]
  return [
    ...(mac ? [{ role: 'appMenu', label: 'StructLoc', submenu: [about, line, settings, line, { role: 'services' }, line, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, line, { role: 'quit' }] } as Item] : []),
    {
      label: '&File', submenu: [
        command('open', 'Open movie …', 'CmdOrCtrl+O'), command('open-folder', 'Open a folder of single pages …'), command('table.open', 'Open table …', 'CmdOrCtrl+Shift+O'), { id: 'recent', label: 'Open recent', submenu: recentItems }, command('sample', 'Open the sample movie'), command('movie.close', 'Close movie', 'CmdOrCtrl+W'), line,
        command('export', 'Export …', 'CmdOrCtrl+E'), command('comparison.report', 'Save the comparison as a report …'), ...(mac ? [] : [line, settings, line, { role: 'quit', label: 'Quit', accelerator: 'CmdOrCtrl+Q' } as Item]),
      ],
    },
    {
      label: '&Edit', submenu: [
        command('filters.undo', 'Undo change of filters', 'CmdOrCtrl+Z'), command('filters.redo', 'Redo change of filters', mac ? 'Cmd+Shift+Z' : 'Ctrl+Y'), line,
        { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' },
      ],
    },
    { label: '&Run', submenu: [command('localize', 'Localize', 'CmdOrCtrl+L'), command('abort', 'Abort', 'CmdOrCtrl+.')] },
    {
      label: '&View', submenu: [
        ...panels.map(([id, label]): Item => command(`panel.${id}`, label)), line, command('layout.reset', 'Default arrangement of panels'), command('theme', 'Dark or light'), line,
        { role: 'zoomIn', label: 'Larger text' }, { role: 'zoomOut', label: 'Smaller text' }, { role: 'resetZoom', label: 'Normal text' }, { role: 'togglefullscreen', label: 'Full screen' },
        ...(developer ? [line, { role: 'reload' } as Item, { role: 'toggleDevTools' } as Item] : []),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as Item] : []),
    { label: '&Help', role: 'help', submenu: [command('help', 'Help', 'F1'), ...(mac ? [] : [line, about])] },
  ]
}

/** An ampersand in a label would be taken for a key. */
const escaped = (label: string): string => label.replaceAll('&', '&&')
