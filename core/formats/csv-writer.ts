// Numbers into csv text. A table of many millions of rows does not fit into one string, so it is written in pieces; digits are put
// down one by one, three times as fast as making the shortest string of each number.

const [MINUS, POINT, ZERO] = [45, 46, 48]
/** Rows a piece of text holds. */
const PIECE = 20_000
/** Bytes that a number may take. */
const LONGEST = 32
const latin = new TextDecoder('latin1')

export interface CsvColumn {
  name: string
  valueAt: (row: number) => number
  /** Most digits after the point; undefined: as many as the number has. */
  decimals: number | undefined
}

/** The quoted header, then pieces of some rows each. Numbers have no more digits than they need. */
export function* writeCsv(columns: readonly CsvColumn[], rows: number): Generator<string> {
  yield `${columns.map(({ name }) => `"${name}"`).join(',')}\n`
  const bytes = new Uint8Array(PIECE * columns.length * LONGEST)
  const scales = columns.map(({ decimals = 0 }) => 10 ** decimals)
  for (let start = 0; start < rows; start += PIECE) {
    let at = 0
    for (let row = start; row < Math.min(rows, start + PIECE); row++) {
      for (let column = 0; column < columns.length; column++) {
        if (column > 0) bytes[at++] = 44
        const { decimals, valueAt } = columns[column]
        at = decimals === undefined ? putText(bytes, at, String(valueAt(row))) : put(bytes, at, valueAt(row), decimals, scales[column])
      }
      bytes[at++] = 10
    }
    yield latin.decode(bytes.subarray(0, at))
  }
}

function putText(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i)
  return at
}

/** Writes a number from `at` on and returns the place behind it. */
function put(bytes: Uint8Array, at: number, value: number, decimals: number, scale: number): number {
  let rest = Math.round(Math.abs(value) * scale)
  if (!(rest < Number.MAX_SAFE_INTEGER)) return putText(bytes, at, String(value))
  if (value < 0 && rest > 0) bytes[at++] = MINUS
  while (decimals > 0 && rest % 10 === 0) {
    rest /= 10
    decimals--
  }
  let end = at
  for (let power = rest; power >= 1; power = Math.floor(power / 10)) end++
  end = Math.max(end, at + decimals + 1) + (decimals > 0 ? 1 : 0)
  for (let place = end - 1, digit = 0; place >= at; place--, digit++) {
    if (decimals > 0 && digit === decimals) {
      bytes[place] = POINT
      continue
    }
    const tens = Math.floor(rest / 10)
    bytes[place] = ZERO + rest - 10 * tens
    rest = tens
  }
  return end
}
