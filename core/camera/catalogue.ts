// Cameras that laboratories of this field own, by what their makers print: sizes, bits, peak quantum efficiency and typical noise. A value
// that differs from camera to camera (the conversion of an EMCCD, its baseline) or that no sheet states plainly is left out: it stands in
// the sheet of the camera itself, or is measured from dark and flat frames (photon-transfer.ts).
import { StructLocError } from '../errors.ts'
import { cameraSchema, type Camera } from './camera.ts'

export interface CatalogueCamera {
  name: string
  type: Camera['type']
  /** Sensor, pixels, and the side of one, µm. */
  width: number
  height: number
  pixel_um: number
  bits: number
  /** At the best wavelength: at a dye's own it is lower. */
  peakQuantumEfficiency: number
  /** Typical, rms or median as the maker states it; of EMCCDs before the gain is divided out. */
  readNoise_e?: number
  /** Typical. */
  electronsPerAdu?: number
  /** As it leaves the factory. */
  baseline_adu?: number
  /** Typical clock-induced charge, electrons per pixel and frame. */
  spuriousCharge_e?: number
  /** Readout mode that the values are of. */
  mode?: string
  source: string
}

export const cameraCatalogue: readonly CatalogueCamera[] = [
  {
    name: 'Andor iXon Ultra 897', type: 'emccd', width: 512, height: 512, pixel_um: 16, bits: 16, peakQuantumEfficiency: 0.95, readNoise_e: 50,
    mode: '10 MHz through the EM register', source: 'Andor, iXon Ultra hardware guide 1.1 (2013), section 3.1.2; iXon Ultra 897 specifications',
  },
  {
    name: 'Andor iXon Ultra 888', type: 'emccd', width: 1024, height: 1024, pixel_um: 13, bits: 16, peakQuantumEfficiency: 0.95,
    source: 'Andor, iXon Ultra 888 specifications',
  },
  {
    name: 'Photometrics Evolve 512', type: 'emccd', width: 512, height: 512, pixel_um: 16, bits: 16, peakQuantumEfficiency: 0.9,
    source: 'Photometrics, Evolve 512 data sheet',
  },
  {
    name: 'Hamamatsu ImagEM X2', type: 'emccd', width: 512, height: 512, pixel_um: 16, bits: 16, peakQuantumEfficiency: 0.9,
    source: 'Hamamatsu, ImagEM X2 (C9100-23B) data sheet',
  },
  {
    name: 'Andor Zyla 4.2 PLUS', type: 'scmos', width: 2048, height: 2048, pixel_um: 6.5, bits: 16, peakQuantumEfficiency: 0.82, readNoise_e: 0.9,
    electronsPerAdu: 0.45, baseline_adu: 100, mode: '16 bit (low noise and high well capacity), slow rolling shutter; median read noise',
    source: 'Andor, Zyla hardware guide 2.0 (2021), table 5; Zyla 4.2 PLUS specifications',
  },
  {
    name: 'Andor Sona 4.2B-11', type: 'scmos', width: 2048, height: 2048, pixel_um: 11, bits: 16, peakQuantumEfficiency: 0.95, readNoise_e: 1.6,
    mode: 'median read noise', source: 'Andor, Sona specifications',
  },
  {
    name: 'Hamamatsu ORCA-Flash4.0 V3', type: 'scmos', width: 2048, height: 2048, pixel_um: 6.5, bits: 16, peakQuantumEfficiency: 0.82, readNoise_e: 1.6,
    electronsPerAdu: 0.46, baseline_adu: 100, mode: 'standard scan, rms', source: 'Hamamatsu, ORCA-Flash4.0 V3 (C13440-20CU) data sheet',
  },
  {
    name: 'Hamamatsu ORCA-Fusion BT', type: 'scmos', width: 2304, height: 2304, pixel_um: 6.5, bits: 16, peakQuantumEfficiency: 0.95, readNoise_e: 0.7,
    mode: 'ultra-quiet scan, rms', source: 'Hamamatsu, ORCA-Fusion BT (C15440-20UP) data sheet',
  },
  {
    name: 'Hamamatsu ORCA-Quest', type: 'scmos', width: 4096, height: 2304, pixel_um: 4.6, bits: 16, peakQuantumEfficiency: 0.85, readNoise_e: 0.43,
    mode: 'standard scan, rms', source: 'Hamamatsu, ORCA-Quest (C15550-20UP) data sheet',
  },
  {
    name: 'Photometrics Prime 95B', type: 'scmos', width: 1200, height: 1200, pixel_um: 11, bits: 16, peakQuantumEfficiency: 0.95, readNoise_e: 1.6,
    mode: 'median read noise', source: 'Photometrics, Prime 95B data sheet',
  },
  {
    name: 'Photometrics Prime BSI', type: 'scmos', width: 2048, height: 2048, pixel_um: 6.5, bits: 16, peakQuantumEfficiency: 0.95,
    source: 'Photometrics, Prime BSI data sheet',
  },
  {
    name: 'Photometrics Kinetix', type: 'scmos', width: 3200, height: 3200, pixel_um: 6.5, bits: 12, peakQuantumEfficiency: 0.96, readNoise_e: 1.2,
    mode: 'sensitivity (12 bit)', source: 'Photometrics, Kinetix data sheet',
  },
  {
    name: 'PCO edge 4.2', type: 'scmos', width: 2048, height: 2048, pixel_um: 6.5, bits: 16, peakQuantumEfficiency: 0.7, readNoise_e: 1.4,
    electronsPerAdu: 0.46, baseline_adu: 100, mode: 'slow scan, rms', source: 'PCO, pco.edge 4.2 data sheet',
  },
]

/** What of a camera's description its catalogue entry gives. Spurious charge is 0 where nothing is stated. */
export function catalogueValues({ type, bits, peakQuantumEfficiency, readNoise_e, electronsPerAdu, baseline_adu, spuriousCharge_e }: CatalogueCamera): Partial<Camera> & Pick<Camera, 'type'> {
  const values = { type, bits, quantumEfficiency: peakQuantumEfficiency, readNoise_e, electronsPerAdu, baseline_adu, spuriousCharge_e }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Camera> & Pick<Camera, 'type'>
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** The one camera that a name means, or a part of it: 'flash4', 'iXon 897', 'Zyla'. Undefined where it means none or several. */
export function findCamera(name: string): CatalogueCamera | undefined {
  const wanted = plain(name)
  if (wanted === '') return undefined
  const words = name.toLowerCase().split(/[^a-z0-9.]+/).filter(Boolean)
  const exact = cameraCatalogue.find((camera) => plain(camera.name) === wanted)
  const found = cameraCatalogue.filter((camera) => plain(camera.name).includes(wanted) || words.every((word) => camera.name.toLowerCase().includes(word)))
  return exact ?? (found.length === 1 ? found[0] : undefined)
}

/** Values that a description cannot do without, by type. */
const needed: Readonly<Record<Camera['type'], readonly string[]>> = {
  emccd: ['emGain', 'electronsPerAdu', 'baseline_adu', 'readNoise_e'], scmos: ['electronsPerAdu', 'baseline_adu', 'readNoise_e'], ccd: ['electronsPerAdu', 'baseline_adu', 'readNoise_e'],
}

/**
 * A whole description from a catalogue name and a person's own values: 'NAME' or 'NAME,emGain=300,electronsPerAdu=5.1'.
 * Throws 'invalid-input' naming the cameras there are, the values that are missing, or the one that is not right.
 */
export function cameraByName(text: string): Camera {
  const [name, ...own] = text.split(',').map((part) => part.trim())
  const entry = findCamera(name)
  if (!entry) {
    throw new StructLocError('invalid-input', `'${name}' is no camera of the catalogue, or several. There are: ${cameraCatalogue.map((camera) => camera.name).join(', ')}; or name a camera.json.`)
  }
  const given = own.map((part) => {
    const [, key, value] = /^(\w+)=(-?[\d.]+(?:e-?\d+)?)$/.exec(part) ?? []
    if (!key) throw new StructLocError('invalid-input', `'${part}' is no value of a camera; write KEY=NUMBER, for instance electronsPerAdu=0.5.`)
    return [key, Number(value)] as const
  })
  const values: Record<string, unknown> = { ...catalogueValues(entry), ...Object.fromEntries(given) }
  const missing = needed[entry.type].filter((key) => values[key] === undefined)
  if (missing.length > 0) {
    throw new StructLocError('invalid-input', `The catalogue does not know ${missing.join(', ')} of the ${entry.name}: they differ from camera to camera and with its settings. Add them from the camera's own sheet: '${name},${missing.map((key) => `${key}=…`).join(',')}'.`)
  }
  const { data, error } = cameraSchema.safeParse(values)
  if (data) return data
  const { path: [key], message } = error.issues[0]
  throw new StructLocError('invalid-input', `${entry.name}: ${key === undefined ? '' : `${String(key)} is not right; `}${message}`)
}
