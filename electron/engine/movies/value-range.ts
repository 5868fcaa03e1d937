// Where the values of pixels lie, without sorting millions of them.

export interface ValueRange {
  least: number
  /** The middle one of the sorted values; the upper of two. */
  median: number
  largest: number
}

/** Exact; what is not a number is left out (NaN where nothing else is there). */
export function valueRange(values: Uint16Array | Float32Array): ValueRange {
  return values instanceof Uint16Array ? ofIntegers(values) : ofFloats(values)
}

const KINDS = 2 ** 16

function ofIntegers(values: Uint16Array): ValueRange {
  const counts = new Uint32Array(KINDS)
  for (let i = 0; i < values.length; i++) counts[values[i]]++
  const nth = (n: number): number => find(counts, n).at
  return { least: nth(0), median: nth(values.length >> 1), largest: nth(values.length - 1) }
}

/** By the upper half of their bits first, then, among those that have it in common with the one that is looked for, by the lower. */
function ofFloats(values: Float32Array): ValueRange {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const counts = new Uint32Array(KINDS)
  let [least, largest, numbers] = [Infinity, -Infinity, 0]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (Number.isNaN(value)) continue
    numbers++
    if (value < least) least = value
    if (value > largest) largest = value
    counts[inOrder(bits[i]) >>> 16]++
  }
  if (numbers === 0) return { least: NaN, median: NaN, largest: NaN }
  const { at: upper, rest } = find(counts, numbers >> 1)
  counts.fill(0)
  for (let i = 0; i < values.length; i++) {
    const key = inOrder(bits[i])
    if (key >>> 16 === upper && !Number.isNaN(values[i])) counts[key & 0xffff]++
  }
  const key = (upper * KINDS + find(counts, rest).at) >>> 0
  return { least, median: floatOf(key), largest }
}

/** The place of the value that has `n` before it, and how many of those have the same place. */
function find(counts: Uint32Array, n: number): { at: number; rest: number } {
  let rest = n
  for (let at = 0; at < counts.length; at++) {
    if (rest < counts[at]) return { at, rest }
    rest -= counts[at]
  }
  throw new RangeError(`there are no ${n + 1} values`)
}

/** IEEE 754 bits as unsigned numbers in the order of the values: negative ones run the other way round. */
const inOrder = (bits: number): number => (bits ^ ((bits >> 31) | 0x80000000)) >>> 0

function floatOf(key: number): number {
  const bits = key >>> 31 === 1 ? key ^ 0x80000000 : ~key
  return new Float32Array(Int32Array.of(bits).buffer)[0]
}
