// The picked localization in words: one line in the views; the table has every column.
import { fixed } from '../ui/numbers.ts'

const parts: readonly (readonly [column: string, title: string, unit: string])[] = [
  ['z', 'z', ' nm'], ['photons', 'photons', ''], ['sigma_x', 'σx', ' nm'], ['sigma_z', 'σz', ' nm'], ['error_lateral', 'lateral error', ' nm'], ['error_axial', 'axial error', ' nm'],
]

/** @param values of the row by column; frames from 0 */
export function pickText(label: string, values: Readonly<Record<string, number>>): string {
  const words = [label, `frame ${values.frame + 1}`, `x ${fixed(values.x, 1)} nm`, `y ${fixed(values.y, 1)} nm`]
  for (const [column, title, unit] of parts) {
    const value = values[column]
    if (value !== undefined && Number.isFinite(value)) words.push(`${title} ${fixed(value, column === 'photons' ? 0 : 1)}${unit}`)
  }
  const influence = values.prior_influence
  if (influence !== undefined && !Number.isNaN(influence)) words.push(influence === Infinity ? 'no match in the other table' : `prior influence ${influence.toFixed(2)} σ`)
  return words.join(', ')
}
