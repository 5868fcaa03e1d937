// Draws super-resolution pictures on the graphics card, by WebGL 2: sums are float targets. Survives the loss of the graphics context: all
// is uploaded again.
import { StructLocError } from '../../core/errors.ts'
import { CardTextures } from './card-textures.ts'
import { linkProgram, type Program } from '../ui/link-program.ts'
import { narrowest, sampleSide, type DifferenceColours, type LayerPoints, type Painter, type PanePlace, type SumOptions, type Tone } from './painter.ts'
import type { Size } from './place.ts'
import { paneVertex, sampleFragment, sumFragment, sumVertex, toneFragment } from './shaders.ts'
import { noPartner, noValue } from './value-map.ts'

interface OnCard {
  points: LayerPoints
  /** Points that the card has: the rest follows as it is drawn. */
  sent: { geometry: number; values: number }
  geometry: WebGLBuffer
  values: WebGLBuffer
  array: WebGLVertexArrayObject
}

/** Of RGBA pixels, whose last channel counts. */
const ofPixels = (pixels: Float32Array, scale: number): Float32Array => Float32Array.from({ length: pixels.length / 4 }, (_, i) => pixels[4 * i + 3] * scale)

export class CardPainter implements Painter {
  readonly #canvas: OffscreenCanvas
  readonly #gl: WebGL2RenderingContext
  readonly #points = new Map<string, LayerPoints>()
  readonly #layers = new Map<string, OnCard>()
  readonly #textures: CardTextures
  readonly #progress = new Map<string, { drawn: number; scale: number }>()
  #programs: Record<'sum' | 'tone' | 'sample', Program> | undefined
  #format: number
  #colours: DifferenceColours

  /** @throws StructLocError 'unsupported' where there is no WebGL 2 with float targets */
  constructor(canvas: OffscreenCanvas, colours: DifferenceColours, restored: () => void) {
    this.#canvas = canvas
    this.#colours = colours
    const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, preserveDrawingBuffer: true })
    if (!gl) throw new StructLocError('unsupported', 'Super-resolution views are drawn with WebGL 2, which this browser or graphics driver does not offer.')
    this.#gl = gl
    this.#textures = new CardTextures(gl)
    this.#format = this.#targetFormat()
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault()
      this.#forgetAll()
    })
    canvas.addEventListener('webglcontextrestored', () => {
      this.#format = this.#targetFormat()
      for (const [id, points] of this.#points) this.setLayer(id, points)
      restored()
    })
  }

  #targetFormat(): number {
    const gl = this.#gl
    if (!gl.getExtension('EXT_color_buffer_float')) {
      throw new StructLocError('unsupported', 'Super-resolution views need a graphics driver that draws into floating-point targets.')
    }
    return gl.getExtension('EXT_float_blend') ? gl.RGBA32F : gl.RGBA16F
  }

  get lost(): boolean {
    return this.#gl.isContextLost()
  }

  /** Only what changed is uploaded. */
  setLayer(id: string, points: LayerPoints | undefined): void {
    const gl = this.#gl
    const before = this.#layers.get(id)
    if (points) this.#points.set(id, points)
    else this.#points.delete(id)
    if (!points) {
      if (before) this.#freeLayer(before)
      this.#layers.delete(id)
      this.#progress.delete(id)
      return
    }
    if (gl.isContextLost()) return
    const layer = before ?? this.#newLayer(points)
    const room = (what: 'geometry' | 'values', data: Float32Array): void => {
      gl.bindBuffer(gl.ARRAY_BUFFER, layer[what])
      gl.bufferData(gl.ARRAY_BUFFER, data.byteLength, gl.STATIC_DRAW)
      layer.sent[what] = 0
    }
    if (before?.points.geometry !== points.geometry) room('geometry', points.geometry)
    if (before?.points.values !== points.values) room('values', points.values)
    layer.points = points
    this.#layers.set(id, layer)
    this.#progress.delete(id)
  }

  resize({ width, height }: Size): void {
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
  }

  begin(id: string, { target }: SumOptions): void {
    const gl = this.#gl
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#textures.target(id, target, this.#format).buffer)
    gl.disable(gl.SCISSOR_TEST)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT)
    this.#progress.set(id, { drawn: 0, scale: 1 })
  }

  add(id: string, count: number, { place, ratio, target, sigma }: SumOptions): number {
    const gl = this.#gl
    const [layer, progress] = [this.#layers.get(id), this.#progress.get(id)]
    if (!layer || !progress || gl.isContextLost()) return 0
    const { points } = layer
    const portion = Math.min(count, points.count - progress.drawn)
    const scale = place.scale * ratio
    if (portion > 0) {
      this.#send(layer, progress.drawn + portion)
      const { program, at } = this.#use('sum')
      gl.useProgram(program)
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.#textures.target(id, target, this.#format).buffer)
      gl.viewport(0, 0, target.width, target.height)
      gl.disable(gl.SCISSOR_TEST)
      gl.uniform2f(at('centre'), place.x, place.y)
      gl.uniform1f(at('scale'), scale)
      gl.uniform2f(at('size'), target.width, target.height)
      gl.uniform3f(at('sigma'), sigma.factor, sigma.least, Math.min(sigma.most, target.width / scale))
      gl.uniform1f(at('least'), narrowest)
      const byValue = 'range' in points.colour
      gl.uniform1i(at('byValue'), byValue ? 1 : 0)
      gl.uniform3f(at('noValue'), ...noValue)
      gl.uniform3f(at('noPartner'), ...noPartner)
      gl.uniform1i(at('lut'), 0)
      gl.activeTexture(gl.TEXTURE0)
      gl.bindTexture(gl.TEXTURE_2D, 'range' in points.colour ? this.#textures.lut(points.colour.map) : null)
      if ('range' in points.colour) gl.uniform2f(at('range'), ...points.colour.range)
      else gl.uniform3f(at('flatColour'), ...points.colour)
      this.#bindFrom(layer, progress.drawn)
      gl.enable(gl.BLEND)
      gl.blendFunc(gl.ONE, gl.ONE)
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, portion)
      gl.disable(gl.BLEND)
      gl.bindVertexArray(null)
      progress.drawn += portion
    }
    progress.scale = (scale * scale * points.count) / Math.max(progress.drawn, 1)
    return points.count - progress.drawn
  }

  clear(): void {
    const gl = this.#gl
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
    gl.disable(gl.SCISSOR_TEST)
    gl.clearColor(0, 0, 0, 1)
    gl.clear(gl.COLOR_BUFFER_BIT)
  }

  tone({ mode, layers, full, gamma }: Tone, pane: PanePlace, clip: PanePlace = pane): void {
    const gl = this.#gl
    const targets = layers.map((id) => this.#textures.sums(id))
    if (gl.isContextLost() || targets.some((target) => !target)) return
    const { program, at } = this.#use('tone')
    const below = (place: PanePlace): number => this.#canvas.height - place.top - place.height
    gl.useProgram(program)
    gl.bindFramebuffer(gl.FRAMEBUFFER, null)
    gl.viewport(pane.left, below(pane), pane.width, pane.height)
    gl.enable(gl.SCISSOR_TEST)
    gl.scissor(clip.left, below(clip), clip.width, clip.height)
    targets.forEach((target, i) => {
      gl.activeTexture(gl.TEXTURE0 + i)
      gl.bindTexture(gl.TEXTURE_2D, target!.texture)
    })
    // A sum of weights a pixel is localizations per nm² over nm² a pixel; a sample of the points stands for all.
    const fullOf = (id: string | undefined): number => full / (this.#progress.get(id ?? layers[0])?.scale || 1)
    gl.uniform1i(at('first'), 0)
    gl.uniform1i(at('second'), 1)
    gl.uniform2f(at('full'), fullOf(layers[0]), fullOf(layers[1]))
    gl.uniform1f(at('gamma'), gamma)
    gl.uniform1i(at('mode'), { colour: 0, both: 1, difference: 2 }[mode])
    gl.uniform3f(at('pane'), pane.left, below(pane), pane.height)
    gl.uniform3f(at('more'), ...this.#colours.more)
    gl.uniform3f(at('fewer'), ...this.#colours.fewer)
    gl.drawArrays(gl.TRIANGLES, 0, 3)
    gl.disable(gl.SCISSOR_TEST)
  }

  /** The browser shows what was drawn by itself. */
  present(): void {}

  /** Waits for the card. */
  densities(id: string): Float32Array {
    const gl = this.#gl
    const sample = this.#sample(id)
    if (!sample) return new Float32Array(0)
    const pixels = new Float32Array(4 * sample.width * sample.height)
    gl.readPixels(0, 0, sample.width, sample.height, gl.RGBA, gl.FLOAT, pixels)
    return ofPixels(pixels, sample.scale)
  }

  densitiesLater(id: string): () => Float32Array | undefined {
    const gl = this.#gl
    const sample = this.#sample(id)
    if (!sample) return () => new Float32Array(0)
    const { width, height, scale } = sample
    const buffer = gl.createBuffer()
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer)
    gl.bufferData(gl.PIXEL_PACK_BUFFER, 16 * width * height, gl.STREAM_READ)
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.FLOAT, 0)
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null)
    const done = this.fence()
    let densities: Float32Array | undefined
    return () => {
      if (densities || !done()) return densities
      if (gl.isContextLost() || !gl.isBuffer(buffer)) return (densities = new Float32Array(0))
      const pixels = new Float32Array(4 * width * height)
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer)
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, pixels)
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null)
      gl.deleteBuffer(buffer)
      return (densities = ofPixels(pixels, scale))
    }
  }

  /** Draws a layer's sums at evenly spaced pixels into the target that is read next. */
  #sample(id: string): Size & { scale: number } | undefined {
    const gl = this.#gl
    const sums = this.#textures.sums(id)
    if (!sums || gl.isContextLost()) return undefined
    const stride = Math.max(1, Math.ceil(Math.max(sums.width, sums.height) / sampleSide))
    const [width, height] = [Math.ceil(sums.width / stride), Math.ceil(sums.height / stride)]
    const target = this.#textures.target('sampled', { width, height }, gl.RGBA32F)
    const { program, at } = this.#use('sample')
    gl.useProgram(program)
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.buffer)
    gl.viewport(0, 0, width, height)
    gl.activeTexture(gl.TEXTURE0)
    gl.bindTexture(gl.TEXTURE_2D, sums.texture)
    gl.uniform1i(at('first'), 0)
    gl.uniform1f(at('stride'), stride)
    gl.drawArrays(gl.TRIANGLES, 0, 3)
    return { width, height, scale: this.#progress.get(id)?.scale ?? 1 }
  }

  fence(): () => boolean {
    const gl = this.#gl
    const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
    gl.flush()
    let done = !sync
    return () => {
      // One from before a loss of the context is none any more.
      if (!done && sync && (gl.isContextLost() || !gl.isSync(sync) || gl.getSyncParameter(sync, gl.SYNC_STATUS) === gl.SIGNALED)) {
        gl.deleteSync(sync)
        done = true
      }
      return done
    }
  }

  #forgetAll(): void {
    this.#layers.clear()
    this.#textures.forget()
    this.#progress.clear()
    this.#programs = undefined
  }

  #newLayer(points: LayerPoints): OnCard {
    const gl = this.#gl
    return { points, sent: { geometry: 0, values: 0 }, geometry: gl.createBuffer(), values: gl.createBuffer(), array: gl.createVertexArray() }
  }

  #freeLayer({ geometry, values, array }: OnCard): void {
    const gl = this.#gl
    gl.deleteBuffer(geometry)
    gl.deleteBuffer(values)
    gl.deleteVertexArray(array)
  }

  /** Sends what the card lacks of the first `count` points. */
  #send({ points, sent, ...buffers }: OnCard, count: number): void {
    const gl = this.#gl
    for (const [what, data, size] of [['geometry', points.geometry, 4], ['values', points.values, 1]] as const) {
      if (sent[what] >= count) continue
      gl.bindBuffer(gl.ARRAY_BUFFER, buffers[what])
      gl.bufferSubData(gl.ARRAY_BUFFER, 4 * size * sent[what], data, size * sent[what], size * (count - sent[what]))
      sent[what] = count
    }
  }

  /** Points from number `first` on: WebGL 2 has no base instance, so the buffers' starts move. */
  #bindFrom({ array, geometry, values }: OnCard, first: number): void {
    const gl = this.#gl
    gl.bindVertexArray(array)
    for (const [location, buffer, size] of [[0, geometry, 4], [1, values, 1]] as const) {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
      gl.enableVertexAttribArray(location)
      gl.vertexAttribPointer(location, size, gl.FLOAT, false, 4 * size, 4 * size * first)
      gl.vertexAttribDivisor(location, 1)
    }
  }

  #use(name: 'sum' | 'tone' | 'sample'): Program {
    this.#programs ??= {
      sum: linkProgram(this.#gl, sumVertex, sumFragment, 'localizations'), tone: linkProgram(this.#gl, paneVertex, toneFragment, 'localizations'), sample: linkProgram(this.#gl, paneVertex, sampleFragment, 'localizations'),
    }
    return this.#programs[name]
  }
}
