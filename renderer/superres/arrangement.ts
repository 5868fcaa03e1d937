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

/**
 * @param shown layers that are there and wanted, in the order A, B, truth; modes other than 'side' compare the first two
 * @param swipe share of the width that the first layer has
 * @param second whether flicker shows the second layer
 */
export function arrange(mode: ViewMode, shown: readonly Role[], { width, height }: Size, swipe: number, second: boolean): Arrangement {
  const [first, other] = shown
  if (mode === 'side' || other === undefined) {
    const each = Math.max(1, Math.floor((width - gap * (shown.length - 1)) / Math.max(1, shown.length)))
    const panes = shown.map((role, i): Pane => ({ left: i * (each + gap), top: 0, width: each, height, roles: [role] }))
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
