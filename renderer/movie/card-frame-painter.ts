// Draws frames with WebGL 2: 16-bit frames as integer textures, others as floats. Survives the loss of the graphics context.
import { colourTable, type ColourMap } from '../../core/rendering/colour-map.ts'
import { StructLocError } from '../../core/errors.ts'
import { linkProgram, type Program } from '../ui/link-program.ts'
import { devicePixels, type Around, type FramePainter, type Pane, type Picture } from './frame-painter.ts'
import { fragmentShader, vertexShader } from './frame-shaders.ts'
import type { ViewTransform } from './view-transform.ts'

/** Textures kept: a raw frame, a model's and a residual, and one more for the next step. */
const mostTextures = 4

interface FrameTexture {
  texture: WebGLTexture
  width: number
  height: number
  integer: boolean
}

export class CardFramePainter implements FramePainter {
  readonly #canvas: HTMLCanvasElement
  readonly #gl: WebGL2RenderingContext
  #programs: Record<'integer' | 'float', Program> | undefined
  readonly #textures = new Map<ArrayBufferView, FrameTexture>()
  readonly #luts = new Map<ColourMap, WebGLTexture>()

  /** @throws StructLocError 'unsupported' where there is no WebGL 2 */
  constructor(canvas: HTMLCanvasElement, redraw: () => void) {
    this.#canvas = canvas
    const gl = canvas.getContext('webgl2', { alpha: false, antialias: false, depth: false, preserveDrawingBuffer: false })
    if (!gl) throw new StructLocError('unsupported', 'Frames are drawn with WebGL 2, which this browser or graphics driver does not offer.')
    this.#gl = gl
    canvas.addEventListener('webglcontextlost', (event) => {
      // Without this it would not come back.
      event.preventDefault()
      this.#programs = undefined
      this.#textures.clear()
      this.#luts.clear()
    })
    canvas.addEventListener('webglcontextrestored', redraw)
  }

  get mostSide(): number {
    return this.#gl.getParameter(this.#gl.MAX_TEXTURE_SIZE) as number
  }

  resize(width: number, height: number, ratio: number): void {
    const [w, h] = devicePixels(width, height, ratio)
    if (this.#canvas.width !== w) this.#canvas.width = w
    if (this.#canvas.height !== h) this.#canvas.height = h
  }

  clear(around: Around): void {
    const gl = this.#gl
    gl.disable(gl.SCISSOR_TEST)
    gl.clearColor(...around, 1)
    gl.clear(gl.COLOR_BUFFER_BIT)
  }

  draw(picture: Picture, transform: ViewTransform, pane: Pane, ratio: number, around: Around): void {
    const gl = this.#gl
    if (gl.isContextLost()) return
    this.#programs ??= { integer: this.#link('usampler2D'), float: this.#link('sampler2D') }
    const { program, at } = picture.values instanceof Uint16Array ? this.#programs.integer : this.#programs.float
    const [x, y] = [Math.round(pane.x * ratio), Math.round(this.#canvas.height - (pane.y + pane.height) * ratio)]
    const [width, height] = [Math.round(pane.width * ratio), Math.round(pane.height * ratio)]
    gl.useProgram(program)
    gl.viewport(x, y, width, height)
    gl.enable(gl.SCISSOR_TEST)
    gl.scissor(x, y, width, height)
    gl.activeTexture(gl.TEXTURE1)
    gl.bindTexture(gl.TEXTURE_2D, this.#lut(picture.lut))
    gl.activeTexture(gl.TEXTURE0)
    gl.bindTexture(gl.TEXTURE_2D, this.#texture(picture))
    gl.uniform1i(at('frame'), 0)
    gl.uniform1i(at('lut'), 1)
    gl.uniform2i(at('size'), picture.width, picture.height)
    gl.uniform3f(at('pane'), x, y, height)
    gl.uniform1f(at('perPixel'), 1 / (transform.scale * ratio))
    gl.uniform2f(at('corner'), transform.x * ratio, transform.y * ratio)
    gl.uniform3f(at('contrast'), picture.contrast.low, picture.contrast.high, picture.contrast.gamma)
    gl.uniform3f(at('around'), ...around)
    gl.drawArrays(gl.TRIANGLES, 0, 3)
  }

  /** The browser shows what was drawn by itself. */
  present(): void {}

  /** Frees what the graphics card holds. */
  dispose(): void {
    const gl = this.#gl
    for (const { texture } of this.#textures.values()) gl.deleteTexture(texture)
    for (const texture of this.#luts.values()) gl.deleteTexture(texture)
    this.#textures.clear()
    this.#luts.clear()
    for (const { program } of Object.values(this.#programs ?? {})) gl.deleteProgram(program)
    this.#programs = undefined
  }

  #texture({ values, width, height }: Picture): WebGLTexture {
    const gl = this.#gl
    const known = this.#textures.get(values)
    if (known) {
      // The one used last stands last.
      this.#textures.delete(values)
      this.#textures.set(values, known)
      return known.texture
    }
    const integer = values instanceof Uint16Array
    const used = this.#leaving({ width, height, integer })
    if (used) gl.bindTexture(gl.TEXTURE_2D, used)
    const texture = used ?? this.#newTexture()
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, integer ? 2 : 4)
    if (!used) gl.texStorage2D(gl.TEXTURE_2D, 1, integer ? gl.R16UI : gl.R32F, width, height)
    if (integer) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RED_INTEGER, gl.UNSIGNED_SHORT, values)
    else gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RED, gl.FLOAT, values)
    this.#textures.set(values, { texture, width, height, integer })
    return texture
  }

  /** Makes room for one more texture. The one that leaves, where it is of this kind: filling it again is faster than a new one. */
  #leaving(wanted: Omit<FrameTexture, 'texture'>): WebGLTexture | undefined {
    let fitting: WebGLTexture | undefined
    for (const [old, { texture, width, height, integer }] of this.#textures) {
      if (this.#textures.size < mostTextures) break
      this.#textures.delete(old)
      if (!fitting && width === wanted.width && height === wanted.height && integer === wanted.integer) fitting = texture
      else this.#gl.deleteTexture(texture)
    }
    return fitting
  }

  #lut(map: ColourMap): WebGLTexture {
    const gl = this.#gl
    const known = this.#luts.get(map)
    if (known) return known
    const texture = this.#newTexture()
    const bytes = new Uint8Array(4 * 256)
    colourTable(map).forEach((value, i) => { bytes[4 * Math.floor(i / 3) + (i % 3)] = Math.round(value) })
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes)
    this.#luts.set(map, texture)
    return texture
  }

  #newTexture(): WebGLTexture {
    const gl = this.#gl
    const texture = gl.createTexture()
    gl.bindTexture(gl.TEXTURE_2D, texture)
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE)
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST)
    return texture
  }

  #link(sampler: 'usampler2D' | 'sampler2D'): Program {
    return linkProgram(this.#gl, vertexShader, fragmentShader(sampler), 'frames')
  }
}
