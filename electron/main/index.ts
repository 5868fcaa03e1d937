// The desktop program, put together from its parts: one window, the engine in a process of its own, and the fence around the page.
import { app, BrowserWindow, dialog, nativeTheme, shell } from 'electron'
import { StructLocError } from '../../core/errors.ts'
import type { OpenWork } from '../contract/desktop.ts'
import { startEngine } from './engine/engine-process.ts'
import { askForFiles, askWhereToSave } from './files/dialogs.ts'
import { openedFiles, type OpenedFiles } from './files/opened-files.ts'
import { describeProgram, showMenu, showRecent } from './menu/menu.ts'
import type { MenuActions } from './menu/template.ts'
import { placesFrom } from './places.ts'
import { askBeforeClosing, closeBeforeEnd } from './quit.ts'
import { fenceIn } from './window/fence.ts'
import { openMainWindow } from './window/main-window.ts'
import { offerReload } from './window/page-crash.ts'
import { answerMessages, hearMessages } from './window/page-messages.ts'
import { registerAppScheme, servePages } from './window/serve-pages.ts'

const places = placesFrom(import.meta.url)

function comeToFront(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

async function start(files: OpenedFiles): Promise<void> {
  fenceIn()
  await servePages(places.pages)
  const window = openMainWindow(places.preload, places.icon)
  const page = window.webContents
  const engine = startEngine(places, (why) => { if (!window.isDestroyed()) page.send('engine:lost', why) })
  let open: OpenWork | null = null

  const actions: MenuActions = {
    run: (command) => page.send('menu:command', command),
    openFiles: (paths) => files.add(paths),
    clearRecent: () => page.send('menu:command', 'recent.clear'),
  }
  describeProgram(places.icon)
  showMenu(actions)
  answerMessages(window, { 'files:open': (question) => askForFiles(window, question), 'files:save': (question) => askWhereToSave(window, question) })
  hearMessages(window, {
    'files:show': (path) => shell.showItemInFolder(path),
    'files:ready': () => files.deliverTo((paths) => page.send('files:opened', paths)),
    'engine:connect': () => engine.connect(page),
    'engine:restart': () => {
      engine.restart()
      engine.connect(page)
    },
    'window:progress': (share) => window.setProgressBar(share ?? -1),
    'window:busy': (work) => { open = work },
    'window:theme': (theme) => { nativeTheme.themeSource = theme },
    'window:recent': (paths) => showRecent(actions, paths),
  })
  page.on('did-start-loading', () => files.hold())
  offerReload(window)
  askBeforeClosing(window, () => open)
  closeBeforeEnd(() => engine.close())
}

// Where there is no graphics card Chromium offers WebGL by software only to those who ask for it, since its compiler is no fence against
// strangers' pages; this window shows its own alone. (Views do without, too.)
app.commandLine.appendSwitch('enable-unsafe-swiftshader')

if (app.requestSingleInstanceLock()) {
  registerAppScheme()
  const files = openedFiles(comeToFront)
  app.whenReady().then(() => start(files)).catch((error: unknown) => {
    dialog.showErrorBox('StructLoc cannot start', error instanceof StructLocError ? error.message : String((error as Error).stack ?? error))
    app.exit(1)
  })
} else {
  app.quit()
}
