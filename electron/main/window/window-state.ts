// Where the window was and how large, so that it comes back there. A display that is gone does not take it along.
import { z } from 'zod'

export const leastWidth = 1100
export const leastHeight = 700

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

const integer = z.number().int().min(-100_000).max(100_000)
const schema = z.strictObject({ x: integer, y: integer, width: integer.positive(), height: integer.positive(), maximized: z.boolean() })
export type WindowState = z.output<typeof schema>

/** What was written at the last end; undefined where that is not readable. */
export function parseWindowState(text: string): WindowState | undefined {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

export type Placement = Partial<Rectangle> & Pick<Rectangle, 'width' | 'height'>

/** The part of a title bar that has to be on a display to be reached. */
const reach_px = 100

/** @param displays work areas of the displays there are now, the main one first */
export function placeWindow(state: WindowState | undefined, displays: readonly Rectangle[]): Placement {
  const [main] = displays
  const fitted = (wanted: number, least: number, room: number | undefined): number => Math.max(least, Math.min(wanted, room ?? wanted))
  if (!state) return { width: fitted(1400, leastWidth, main?.width), height: fitted(900, leastHeight, main?.height) }
  const home = displays.find((display) => overlap(state.x, state.width, display.x, display.width) >= reach_px && state.y >= display.y && state.y < display.y + display.height - reach_px)
  const size = { width: fitted(state.width, leastWidth, (home ?? main)?.width), height: fitted(state.height, leastHeight, (home ?? main)?.height) }
  return home ? { x: state.x, y: state.y, ...size } : size
}

function overlap(a: number, width: number, b: number, room: number): number {
  return Math.min(a + width, b + room) - Math.max(a, b)
}
