// What kinds of networks give, as far as those need to know who carry it about: cutting, sending, stitching.
import type { Architecture } from './card.ts'
import { mapChannelCount } from './maps.ts'

export interface OutputLayout {
  /** Values a point of the output. */
  channels: number
  /** Points a camera pixel, along each axis. */
  upsampling: number
  /** Whether the first two values are a vector whose length says where something is; else the first value says it. */
  vector: boolean
  /** Points that do not exceed this are never candidates. Decoders use higher limits. */
  floor: number
  /** Frames before the first and after the last output frame that the network takes. */
  neighbours: 0 | 1
}

/** Of Gaussian-mixture networks: see maps.ts. */
export const mixtureLayout: OutputLayout = { channels: mapChannelCount, upsampling: 1, vector: false, floor: 0.02, neighbours: 1 }

/** What a network of this architecture gives. */
export function layoutOf(architecture: Architecture): OutputLayout {
  switch (architecture.name) {
    case 'gmm': return mixtureLayout
    // Spots outlast noise of a few hundredths; what a higher floor cuts off would be missed in their sums.
    case 'luenn': return { channels: 2, upsampling: architecture.upsampling, vector: true, floor: 0.04, neighbours: 0 }
  }
}
