export { useCommands } from './commands-store.ts'
export { useShell } from './shell-store.ts'
export { usePanelVisible, whileVisible } from './panel-visible.ts'
