// Just enough of the ONNX format (protobuf) to write a convolutional network, so that benchmarks need no Python.
// Field numbers: onnx.proto, https://github.com/onnx/onnx.

type Bytes = Uint8Array<ArrayBuffer>

const text = new TextEncoder()

function varint(value: number): number[] {
  const bytes = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) | 128)
  }
}

function join(parts: Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const integer = (field: number, value: number): Bytes => Uint8Array.from([...varint(field * 8), ...varint(value)])
const block = (field: number, content: Bytes): Bytes => join([Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length)]), content])
const string = (field: number, value: string): Bytes => block(field, text.encode(value))

const FLOAT = 1
const INT64 = 7

/** Builds a graph node by node; every method returns the name of what it makes. */
export class OnnxGraph {
  parameters = 0
  private readonly nodes: Bytes[] = []
  private readonly initializers: Bytes[] = []
  private last = 0

  /** A node with one output. Attributes: whole numbers (not negative), lists of them, or strings. */
  node(kind: string, inputs: string[], attributes: Record<string, number | number[] | string> = {}): string {
    const output = `v${++this.last}`
    const encoded = Object.entries(attributes).map(([name, value]) => {
      const content = typeof value === 'number' ? [integer(3, value), integer(20, 2)]
        : typeof value === 'string' ? [string(4, value), integer(20, 3)]
          : [...value.map((item) => integer(8, item)), integer(20, 7)]
      return block(5, join([string(1, name), ...content]))
    })
    this.nodes.push(join([...inputs.map((input) => string(1, input)), string(2, output), string(4, kind), ...encoded]))
    return output
  }

  weights(shape: number[], values: Float32Array<ArrayBuffer>): string {
    this.parameters += values.length
    return this.constant(FLOAT, shape, new Uint8Array(values.buffer))
  }

  floats(...values: number[]): string {
    return this.constant(FLOAT, [values.length], new Uint8Array(Float32Array.from(values).buffer))
  }

  integers(...values: number[]): string {
    return this.constant(INT64, [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer))
  }

  private constant(type: number, shape: number[], raw: Bytes): string {
    const name = `v${++this.last}`
    this.initializers.push(join([...shape.map((size) => integer(1, size)), integer(2, type), string(8, name), block(9, raw)]))
    return name
  }

  /** The file. `output` is renamed to the last name of the graph. Shapes: numbers, or names for what varies. */
  encode(input: { name: string; shape: (number | string)[] }, output: { name: string; from: string; shape: (number | string)[] }): Bytes {
    this.nodes.push(join([string(1, output.from), string(2, output.name), string(4, 'Identity')]))
    const value = ({ name, shape }: { name: string; shape: (number | string)[] }): Bytes => {
      const dims = shape.map((size) => block(1, typeof size === 'number' ? integer(1, size) : string(2, size)))
      return join([string(1, name), block(2, block(1, join([integer(1, FLOAT), block(2, join(dims))])))])
    }
    const graph = join([
      ...this.nodes.map((node) => block(1, node)), string(2, 'network'), ...this.initializers.map((tensor) => block(5, tensor)),
      block(11, value(input)), block(12, value(output)),
    ])
    return join([integer(1, 9), block(7, graph), block(8, join([string(1, ''), integer(2, 17)]))])
  }
}
