// Numbers for people: photons of a pixel, thousands set apart, what the columns of a table are.
import { written } from '../ui/numbers.ts'

/** Whole thousands apart by narrow spaces. */
export function spaced(value: number): string {
  const [whole, rest] = written(value).split('.')
  return whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u202F') + (rest === undefined ? '' : `.${rest}`)
}

/** How a column is called and in what it is measured. */
const columns: Readonly<Record<string, { title: string; unit?: string; digits: number }>> = {
  frame: { title: 'Frame', digits: 0 },
  id: { title: 'Molecule', digits: 0 },
  x: { title: 'x', unit: 'nm', digits: 1 },
  y: { title: 'y', unit: 'nm', digits: 1 },
  z: { title: 'z', unit: 'nm', digits: 1 },
  photons: { title: 'Photons', digits: 0 },
  background: { title: 'Background', unit: 'photons/pixel', digits: 1 },
  sigma_x: { title: 'σ of x', unit: 'nm', digits: 1 },
  sigma_y: { title: 'σ of y', unit: 'nm', digits: 1 },
  sigma_z: { title: 'σ of z', unit: 'nm', digits: 1 },
  sigma_photons: { title: 'σ of photons', digits: 0 },
  probability: { title: 'Probability', digits: 3 },
}

/** A row's values as lines of a read-out, frames from 1. */
export function readOut(values: Record<string, number>): { name: string; title: string; text: string }[] {
  return Object.entries(values).map(([name, value]) => {
    const known = columns[name]
    const shown = name === 'frame' ? value + 1 : value
    const text = Number.isNaN(shown) ? 'none' : known ? spaced(Number(shown.toFixed(known.digits))) : written(Number(shown.toPrecision(4)))
    return { name, title: known?.title ?? name.replaceAll('_', ' '), text: known?.unit && !Number.isNaN(shown) ? `${text} ${known.unit}` : text }
  })
}
