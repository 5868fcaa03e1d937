export { useCommands, type Command } from './commands-store.ts'
export { useShell } from './shell-store.ts'
