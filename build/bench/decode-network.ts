// A network of DECODE's shape with random weights, as a baseline of speed: two U-Nets of depth 2 and 48 first channels, the
// first over each of three frames (as published: once for every output frame that sees it), ELU, four heads
// (Speiser et al., Nat. Methods 18, 1082, 2021; 2.2 M parameters). It keeps our contract: photons in, maps out.
import { OnnxGraph } from './onnx-writer.ts'

const CHANNELS = 48

/** The ONNX file's bytes and the number of parameters. */
export function decodeNetwork(): { onnx: Uint8Array; parameters: number } {
  const graph = new OnnxGraph()
  let seed = 1
  const convolution = (inputs: number, outputs: number, kernel: number, bias = 0) => {
    const scale = Math.sqrt(2 / (inputs * kernel * kernel))
    const values = Float32Array.from({ length: outputs * inputs * kernel * kernel }, () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return scale * (seed / 2 ** 31 - 1)
    })
    const weight = graph.weights([outputs, inputs, kernel, kernel], values)
    const offset = graph.weights([outputs], new Float32Array(outputs).fill(bias))
    const pads = Array<number>(4).fill((kernel - 1) / 2)
    return (x: string): string => graph.node('Conv', [x, weight, offset], { pads, kernel_shape: [kernel, kernel] })
  }
  const elu = (x: string): string => graph.node('Elu', [x])
  const pair = (inputs: number, outputs: number) => {
    const [first, second] = [convolution(inputs, outputs, 3), convolution(outputs, outputs, 3)]
    return (x: string): string => elu(second(elu(first(x))))
  }
  const scales = graph.floats(1, 1, 2, 2)
  const rise = (inputs: number, outputs: number) => {
    const reduce = convolution(inputs, outputs, 1)
    return (x: string): string => reduce(graph.node('Resize', [x, '', scales], { mode: 'nearest' }))
  }
  const pool = (x: string): string => graph.node('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] })
  const concat = (...parts: string[]): string => graph.node('Concat', parts, { axis: 1 })
  const unet = (inputs: number) => {
    const [down0, down1, base] = [pair(inputs, CHANNELS), pair(CHANNELS, 2 * CHANNELS), pair(2 * CHANNELS, 4 * CHANNELS)]
    const [up1, join1] = [rise(4 * CHANNELS, 2 * CHANNELS), pair(4 * CHANNELS, 2 * CHANNELS)]
    const [up0, join0] = [rise(2 * CHANNELS, CHANNELS), pair(2 * CHANNELS, CHANNELS)]
    return (x: string): string => {
      const level0 = down0(x)
      const level1 = down1(pool(level0))
      return join0(concat(up0(join1(concat(up1(base(pool(level1))), level1))), level0))
    }
  }
  const head = (outputs: number, bias = 0) => {
    const [first, second] = [convolution(CHANNELS, CHANNELS, 3), convolution(CHANNELS, outputs, 1, bias)]
    return (x: string): string => second(elu(first(x)))
  }

  const frames = graph.node('Mul', [graph.node('Unsqueeze', ['photons', graph.integers(1)]), graph.floats(0.01)])
  const frameNetwork = unet(1)
  const axis = graph.integers(0)
  const shifted = [[0, -2], [1, -1], [2, Number.MAX_SAFE_INTEGER]].map(([from, to]) =>
    frameNetwork(graph.node('Slice', [frames, graph.integers(from), graph.integers(to), axis])))
  const features = unet(3 * CHANNELS)(concat(...shifted))
  const maps = concat(
    graph.node('Sigmoid', [head(1, -6)(features)]), graph.node('Tanh', [head(4)(features)]),
    graph.node('Sigmoid', [head(4)(features)]), head(1)(features))
  const onnx = graph.encode({ name: 'photons', shape: ['T+2', 'H', 'W'] }, { name: 'maps', from: maps, shape: ['T', 10, 'H', 'W'] })
  return { onnx, parameters: graph.parameters }
}
