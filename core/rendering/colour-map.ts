// Colour maps of Fabio Crameri (Scientific colour maps, version 8, MIT licence, doi.org/10.5281/zenodo.1243862): perceptually uniform
// and readable with every common colour-vision deficiency. Every fifth of the published 256 colours; between them linear, which
// differs from the published ones by at most one step of 255.

export type Colour = readonly [red: number, green: number, blue: number]

export interface ColourMap {
  readonly name: string
  /** Colours at equal distances from the lowest to the highest value, 0 … 255. */
  readonly stops: readonly Colour[]
}

/** A map from its colours as hexadecimal numbers, one after another with blanks between. */
export function fromHex(name: string, text: string): ColourMap {
  const stops = text.split(' ').map((hex): Colour => {
    const value = Number.parseInt(hex, 16)
    return [value >> 16, (value >> 8) & 255, value & 255]
  })
  return { name, stops }
}

/** For depth: every colour is bright enough to show on black. */
export const hawaii: ColourMap = fromHex('hawaii',
  '8c0273 8e0d6e 8f1569 901c64 902160 91275b 922c57 933153 93364f 943b4b 954047 954544 964a40 974f3d 97533a 985836 995e33 996330 '
  + '9a682c 9b6d29 9b7326 9c7923 9c7f20 9d851d 9d8c1c 9c921c 9b991d 9aa021 98a627 95ad2e 91b337 8db840 89bd4a 84c154 80c55f 7bc969 '
  + '76cc74 71d07f 6dd38a 68d695 64daa0 61ddab 5fe0b7 5fe4c2 62e7cd 68e9d7 71ece0 7deee8 8af0ef 98f1f5 a6f1f9 b3f2fd')

/** For magnitudes: from almost black to almost white. */
export const lipari: ColourMap = fromHex('lipari',
  '031326 051a2f 062038 082642 0b2d4b 0f3455 153b5e 1d4266 25486d 2f4e73 3a5377 43577a 4c5a7a 535c7a 5a5d7a 605e78 655e77 6b5f76 '
  + '715f74 775f73 7d6071 83606f 8a606e 91616c 98616a a06268 a86266 b06364 b86462 c16560 ca675f d26a5e da6f5e e07460 e57b62 e88265 '
  + 'ea8a69 ea916e e99872 e89e77 e7a57b e6ab80 e5b186 e5b88c e6be93 e8c69c eacda5 edd5af f1ddb9 f5e5c4 f9edcf fdf5da')

/** The colour at `share` (0 … 1, clamped) of the range, 0 … 255, not rounded. */
export function colourAt({ stops }: ColourMap, share: number): Colour {
  const position = Math.min(Math.max(share, 0), 1) * (stops.length - 1)
  const i = Math.min(Math.floor(position), stops.length - 2)
  const t = position - i
  const [low, high] = [stops[i], stops[i + 1]]
  return [low[0] + t * (high[0] - low[0]), low[1] + t * (high[1] - low[1]), low[2] + t * (high[2] - low[2])]
}

/** `size` colours of the map in equal steps, red, green, blue each 0 … 255. */
export function colourTable(map: ColourMap, size = 256): Float32Array {
  const table = new Float32Array(3 * size)
  for (let i = 0; i < size; i++) table.set(colourAt(map, i / (size - 1)), 3 * i)
  return table
}
