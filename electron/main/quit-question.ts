// What a person is asked before the program ends.
import type { OpenWork } from '../contract/desktop.ts'

export interface QuitQuestion {
  message: string
  detail: string
  buttons: [quit: string, stay: string]
}

/** What to ask before the window closes; undefined: nothing is lost by it. */
export function quitQuestion(work: OpenWork | null): QuitQuestion | undefined {
  const { running, resumable, unsaved } = work ?? { running: [], resumable: true, unsaved: [] }
  const facts = [...(running.length > 0 ? ['work is still under way'] : []), ...(unsaved.length > 0 ? ['something is not saved'] : [])].join(', and ')
  if (facts === '') return undefined
  const fate = resumable ? 'What was found so far is kept, and goes on by Resume at the next start.' : 'Localizations and trainings are kept and go on by Resume at the next start; other work begins anew.'
  return {
    message: `${facts[0].toUpperCase()}${facts.slice(1)}. Quit all the same?`,
    detail: [...(running.length > 0 ? [running.join('\n'), fate] : []), ...(unsaved.length > 0 ? [unsaved.join('\n')] : [])].join('\n\n'),
    buttons: ['Quit', 'Go on working'],
  }
}
