// A scale bar of a round length.
import { scaleBar } from '../../core/rendering/scale.ts'

/** @param perNm CSS pixels a nm @param most CSS pixels */
export function barOf(perNm: number, most: number): { length: number; width: number; label: string } {
  const { length, label } = scaleBar(most / perNm, 1)
  return { length, width: length * perNm, label }
}
