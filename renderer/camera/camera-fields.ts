// The camera form's fields: words, units, and one sentence on each.
import type { Camera } from '../../core/camera/camera.ts'
import { catalogueValues, type CatalogueCamera } from '../../core/camera/catalogue.ts'

export interface CameraField {
  key: string
  label: string
  unit?: string
  hint: string
  types: readonly Camera['type'][]
}

const all = ['emccd', 'scmos', 'ccd'] as const

export const cameraTypes = [
  { value: 'emccd', title: 'EMCCD (with EM gain)' },
  { value: 'scmos', title: 'sCMOS' },
  { value: 'ccd', title: 'CCD (no EM gain)' },
] as const

export const cameraFields: readonly CameraField[] = [
  { key: 'baseline_adu', label: 'Baseline', unit: 'ADU', hint: 'Grey value of a pixel without light: the offset the camera adds. Wrong by 10 ADU shifts every background.', types: all },
  { key: 'electronsPerAdu', label: 'Conversion', unit: 'e⁻/ADU', hint: 'Electrons that one grey level stands for; in the camera’s data sheet under sensitivity or conversion gain.', types: all },
  { key: 'emGain', label: 'EM gain', hint: 'Multiplication in the EM register. If the camera’s EM gain was off (none, 0 or 1), choose CCD.', types: ['emccd'] },
  { key: 'quantumEfficiency', label: 'Quantum efficiency', hint: 'Share of photons that become electrons at the dye’s colour, 0 to 1.', types: all },
  { key: 'readNoise_e', label: 'Read noise', unit: 'e⁻', hint: 'Noise of reading a pixel, before any EM gain is divided out.', types: all },
  { key: 'spuriousCharge_e', label: 'Spurious charge', unit: 'e⁻', hint: 'Electrons per pixel and frame that no light made.', types: all },
]

/** The same camera described as another type, what they share kept. */
export function asType(camera: Camera, type: Camera['type']): Camera {
  const scalar = (value: Camera['readNoise_e'], otherwise: number): number => (typeof value === 'number' ? value : otherwise)
  const common = {
    quantumEfficiency: camera.quantumEfficiency, spuriousCharge_e: camera.spuriousCharge_e, bits: camera.bits,
    electronsPerAdu: scalar(camera.electronsPerAdu, 1), baseline_adu: scalar(camera.baseline_adu, 100),
  }
  const readNoise_e = scalar(camera.readNoise_e, 1.5)
  switch (type) {
    case 'emccd': return { type, ...common, emGain: camera.type === 'emccd' ? camera.emGain : 300, readNoise_e }
    case 'scmos': return { type, ...common, readNoise_e }
    case 'ccd': return { type, ...common, readNoise_e }
  }
}

/** A camera of the catalogue; what it does not know stays as it was. */
export function fromCatalogue(entry: CatalogueCamera, before: Camera): Camera {
  return { ...asType(before, entry.type), spuriousCharge_e: 0, ...catalogueValues(entry) } as Camera
}

/** The fields' names that a catalogue entry has no value for. */
export function notInCatalogue(entry: CatalogueCamera): string[] {
  const values = catalogueValues(entry) as Record<string, unknown>
  return cameraFields.filter(({ key, types }) => key !== 'spuriousCharge_e' && types.includes(entry.type) && values[key] === undefined).map(({ label }) => label.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()))
}
