// How the layers share the canvas: panes, and which layer is toned where. CSS pixels.
import type { Role } from '../datasets/index.ts'
import type { Size } from './place.ts'

export const viewModes = ['side', 'overlay', 'swipe', 'flicker', 'difference'] as const
export type ViewMode = (typeof viewModes)[number]

/** What a pane shows of its layers. */
export type ToneMode = 'colour' | 'both' | 'difference'

export interface Pane extends Size {
  left: number
  top: number
  /** Layers in it, the one in front first. */
  roles: readonly Role[]
}

export interface TonedPane {
  mode: ToneMode
  roles: readonly Role[]
  pane: Pane
  /** The part of the pane that is drawn. */
  clip: { left: number; width: number }
}

export interface Arrangement {
  panes: readonly Pane[]
  tones: readonly TonedPane[]
}

const gap = 2

/** Columns of a grid of `count` alike panes in which a field of view of this shape (width over height) is seen largest; a row where equal. */
export function columnsFor(count: number, { width, height }: Size, shape: number): number {
  let [best, largest] = [count, 0]
  for (let columns = count; columns >= 1; columns--) {
    const seen = Math.min(width / columns, (shape * height) / Math.ceil(count / columns))
    if (seen > 1.15 * largest) [best, largest] = [columns, seen]
  }
  return best
}

/**
 * @param shown layers that are there and wanted, in the order A, B, truth; modes other than 'side' compare the first two
 * @param swipe share of the width that the first layer has
 * @param second whether flicker shows the second layer; @param shape width over height of the field of view
 */
export function arrange(mode: ViewMode, shown: readonly Role[], { width, height }: Size, swipe: number, second: boolean, shape = 1): Arrangement {
  const [first, other] = shown
  if (mode === 'side' || other === undefined) {
    const columns = columnsFor(Math.max(1, shown.length), { width, height }, shape)
    const rows = Math.max(1, Math.ceil(shown.length / columns))
    const [each, high] = [Math.max(1, Math.floor((width - gap * (columns - 1)) / columns)), Math.max(1, Math.floor((height - gap * (rows - 1)) / rows))]
    const panes = shown.map((role, i): Pane => ({ left: (i % columns) * (each + gap), top: Math.floor(i / columns) * (high + gap), width: each, height: high, roles: [role] }))
    return { panes, tones: panes.map((pane) => ({ mode: 'colour', roles: pane.roles, pane, clip: pane })) }
  }
  const pane: Pane = { left: 0, top: 0, width, height, roles: mode === 'flicker' && second ? [other] : mode === 'flicker' ? [first] : [first, other] }
  if (mode === 'overlay') return { panes: [pane], tones: [{ mode: 'both', roles: [first, other], pane, clip: pane }] }
  if (mode === 'difference') return { panes: [pane], tones: [{ mode: 'difference', roles: [first, other], pane, clip: pane }] }
  if (mode === 'flicker') return { panes: [pane], tones: [{ mode: 'colour', roles: pane.roles, pane, clip: pane }] }
  const edge = Math.round(width * swipe)
  return {
    panes: [pane],
    tones: [
      { mode: 'colour', roles: [first], pane, clip: { left: 0, width: edge } },
      { mode: 'colour', roles: [other], pane, clip: { left: edge, width: width - edge } },
    ],
  }
}

/** The pane under a point of the canvas. */
export function paneAt({ panes }: Arrangement, at: { x: number; y: number }): Pane | undefined {
  return panes.find(({ left, top, width, height }) => at.x >= left && at.x < left + width && at.y >= top && at.y < top + height)
}

/** The layers that a click at a point may mean, the one seen there first. */
export function rolesAt({ tones, panes }: Arrangement, at: { x: number; y: number }): readonly Role[] {
  const pane = paneAt({ tones, panes }, at)
  const part = tones.find((tone) => tone.pane === pane && at.x >= tone.clip.left && at.x < tone.clip.left + tone.clip.width)
  return part?.roles ?? []
}
