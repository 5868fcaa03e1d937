// The textures of a painter on the graphics card: float targets that sums are drawn into, and colour maps.
import { colourTable, type ColourMap } from '../../core/rendering/colour-map.ts'
import type { Size } from './place.ts'

export interface Target extends Size {
  texture: WebGLTexture
  buffer: WebGLFramebuffer
}

export class CardTextures {
  readonly #gl: WebGL2RenderingContext
  readonly #targets = new Map<string, Target>()
  /** By name. */
  readonly #luts = new Map<string, WebGLTexture>()

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl
  }

  /** The target of a layer as it is. */
  sums(id: string): Target | undefined {
    return this.#targets.get(id)
  }

  /** The target of a layer in this size; made anew where it had another. */
  target(id: string, { width, height }: Size, format: number): Target {
    const gl = this.#gl
    const known = this.#targets.get(id)
    if (known && known.width === width && known.height === height) return known
    if (known) this.#free(known)
    const texture = this.#texture()
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, width, height)
    const buffer = gl.createFramebuffer()
    gl.bindFramebuffer(gl.FRAMEBUFFER, buffer)
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0)
    const target = { width, height, texture, buffer }
    this.#targets.set(id, target)
    return target
  }

  /** 256 colours in a row. */
  lut(map: ColourMap): WebGLTexture {
    const gl = this.#gl
    const known = this.#luts.get(map.name)
    if (known) return known
    const texture = this.#texture()
    const bytes = new Uint8Array(4 * 256)
    colourTable(map).forEach((value, i) => { bytes[4 * Math.floor(i / 3) + (i % 3)] = Math.round(value) })
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes)
    this.#luts.set(map.name, texture)
    return texture
  }

  /** The card lost them. */
  forget(): void {
    this.#targets.clear()
    this.#luts.clear()
  }

  #free({ texture, buffer }: Target): void {
    this.#gl.deleteTexture(texture)
    this.#gl.deleteFramebuffer(buffer)
  }

  #texture(): WebGLTexture {
    const gl = this.#gl
    const texture = gl.createTexture()
    gl.activeTexture(gl.TEXTURE0)
    gl.bindTexture(gl.TEXTURE_2D, texture)
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE)
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST)
    return texture
  }
}
