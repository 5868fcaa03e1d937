// Text tables that microscopes' own software writes: ONI's Nanoimager, Zeiss' Elyra (ZEN), Nikon's N-STORM. Their column names are
// those of files they wrote; where such a file says nothing of the origin, positions are taken from the corner of the first pixel.
import type { Layout } from './column-layout.ts'
import { parseHeader, type CsvReading } from './csv.ts'

interface MicroscopeText {
  layout: Layout
  reading: Pick<CsvReading, 'delimiter' | 'endsAtEmptyLine'>
}

const kind = 'localizations'
const needed = ['frame', 'x', 'y']

const nanoimager: MicroscopeText = {
  reading: {},
  layout: {
    name: 'Nanoimager', kind, needed, firstFrame: 0,
    names: {
      frame: ['Frame'], x: ['X (nm)'], y: ['Y (nm)'], z: ['Z (nm)'], photons: ['Photons'], background: ['Background'],
      sigma_x: ['X precision (nm)'], sigma_y: ['Y precision (nm)'], sigma_z: ['Z precision (nm)'],
    },
  },
}

/** Below its rows ZEN writes, after a line with nothing but a NUL, how the picture was taken. */
const elyra: MicroscopeText = {
  reading: { delimiter: '\t', endsAtEmptyLine: true },
  layout: {
    name: 'Elyra', kind, needed, firstFrame: 1,
    names: {
      frame: ['First Frame'], x: ['Position X [nm]'], y: ['Position Y [nm]'], z: ['Position Z [nm]'], photons: ['Number Photons'],
      sigma_x: ['Precision [nm]', 'Precision X [nm]'], sigma_y: ['Precision [nm]', 'Precision Y [nm]'], sigma_z: ['Precision Z [nm]'],
    },
  },
}

const driftCorrected = 'nm, drift-corrected by NIS-Elements'
const nstorm: MicroscopeText = {
  reading: { delimiter: '\t' },
  layout: {
    name: 'N-STORM', kind, needed, firstFrame: 1,
    names: {
      frame: ['Frame'], x: ['Xc', 'X'], y: ['Yc', 'Y'], z: ['Zc', 'Z'], photons: ['Photons'],
      sigma_x: ['Lateral Localization Accuracy'], sigma_y: ['Lateral Localization Accuracy'],
    },
    conversions: { x: { note: driftCorrected }, y: { note: driftCorrected }, z: { note: driftCorrected } },
  },
}

/** Which of these a file is, by its first line. */
export function recognizeMicroscopeText(line: string): MicroscopeText | undefined {
  const has = (header: readonly string[], ...names: string[]): boolean => names.every((name) => header.includes(name))
  if (has(parseHeader(line), 'Frame', 'X (nm)', 'Y (nm)')) return nanoimager
  const tabbed = parseHeader(line, '\t')
  if (has(tabbed, 'First Frame', 'Position X [nm]', 'Position Y [nm]')) return elyra
  if (has(tabbed, 'X', 'Y', 'Frame', 'Photons', 'Link')) return nstorm
  return undefined
}
