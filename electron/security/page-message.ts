// What the page may send to the main process: every message by its schema.
import { isAbsolute } from 'node:path'
import { z } from 'zod'

const line = z.string().max(500)
const lines = z.array(line).max(20)
const path = z.string().min(1).max(32_768).refine((text) => !text.includes('\0'), 'no path holds a zero character')
const wholePath = path.refine((text) => isAbsolute(text), 'a whole path is needed')
const filters = z.array(z.strictObject({ name: line, extensions: z.array(z.string().regex(/^[\w.]{1,20}$|^\*$/)).max(50) })).max(50)

const schemas = {
  'files:open': z.strictObject({ title: line, filters: filters.optional(), multiple: z.boolean().optional(), folders: z.boolean().optional() }),
  'files:save': z.strictObject({ title: line, suggested: path, filters: filters.optional() }),
  'files:show': wholePath,
  'files:ready': z.undefined(),
  'engine:connect': z.undefined(),
  'engine:restart': z.undefined(),
  'window:progress': z.number().min(0).max(1).nullable(),
  'window:busy': z.strictObject({ running: lines, resumable: z.boolean(), unsaved: lines }).nullable(),
  'window:theme': z.enum(['dark', 'light', 'system']),
  'window:recent': z.array(wholePath).max(20),
} satisfies Record<string, z.ZodType>

export type CheckedMessages = { [M in keyof typeof schemas]: z.output<(typeof schemas)[M]> }

/** The message as it may be used; undefined (in `value`, with `ok` false) where it is not well-formed. */
export function checkPageMessage<M extends keyof CheckedMessages>(message: M, value: unknown): { ok: true; value: CheckedMessages[M] } | { ok: false } {
  const checked = schemas[message].safeParse(value ?? (message === 'window:progress' || message === 'window:busy' ? null : undefined))
  return checked.success ? { ok: true, value: checked.data as CheckedMessages[M] } : { ok: false }
}
