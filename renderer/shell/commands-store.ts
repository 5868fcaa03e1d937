// Everything that can be done by key or menu, by id. Panels register what is theirs while they are there.
import { defineStore } from 'pinia'
import { onScopeDispose, shallowReactive } from 'vue'

export interface Command {
  id: string
  title: string
  /** 'Ctrl+L', 'Shift+C', 'ArrowRight', 'Ctrl+.'; Ctrl is Command on a Mac. */
  keys?: readonly string[]
  /** Not while a text is being typed. */
  run: () => void
  enabled?: () => boolean
}

export const useCommands = defineStore('commands', () => {
  const commands = shallowReactive(new Map<string, Command>())

  /** Until the component or scope that registers them ends. */
  function register(...given: Command[]): void {
    for (const command of given) commands.set(command.id, command)
    onScopeDispose(() => { for (const command of given) if (commands.get(command.id) === command) commands.delete(command.id) })
  }

  /** Whether there was something to run. */
  function run(id: string): boolean {
    const command = commands.get(id)
    if (!command || command.enabled?.() === false) return false
    command.run()
    return true
  }

  /** Runs what belongs to a key press. */
  function onKey(event: KeyboardEvent): void {
    if (isTyping(event.target) && !event.ctrlKey && !event.metaKey) return
    const pressed = keysOf(event)
    for (const { id, keys } of commands.values()) {
      if (keys?.includes(pressed) && run(id)) {
        event.preventDefault()
        return
      }
    }
  }

  return { commands, register, run, onKey }
})

function keysOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', event.shiftKey ? 'Shift' : '', key].filter(Boolean).join('+')
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|range|button)$/.test(target.type)
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName))
}
