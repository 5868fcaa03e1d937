/** '#rrggbb' as shares 0 … 1. */
export function colourShares(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1, 7), 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}
