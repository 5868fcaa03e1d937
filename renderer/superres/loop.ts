// Draws a scene over as many animation frames as it needs: a portion of the points each, as large as keeps pictures coming. While
// somebody moves the view, every frame begins anew with the first portion, which is a fair sample; the rest follows at rest.
import { saturation } from '../../core/rendering/depth-image.ts'
import type { TonedPane } from './arrangement.ts'
import type { Painter, SumOptions } from './painter.ts'
import type { Place, Size } from './place.ts'

export interface Scene {
  place: Place
  ratio: number
  /** CSS pixels. */
  canvas: Size
  /** CSS pixels; all panes are alike. */
  pane: Size
  layers: readonly string[]
  tones: readonly TonedPane[]
  sigma: SumOptions['sigma']
  gamma: number
  /** Brightness: factor on the automatic one. */
  exposure: number
}

/** Share of the lit places that are not at full brightness. */
const brightShare = 0.95

const firstPortion = 60_000
const leastPortion = 2000
/** A portion takes about this long, ms. */
const wanted_ms = 24

export class SuperresLoop {
  readonly #painter: Painter
  readonly #settled: () => void
  #scene: Scene | undefined
  #handle = 0
  #dirty: 'sums' | 'tones' | undefined
  #left = 0
  #portion = firstPortion
  #pending: { done: () => boolean; since: number } | undefined
  /** Densities on their way from the card; `whole`: of all points. */
  #reading: { parts: (() => Float32Array | undefined)[]; whole: boolean } | undefined
  #full = 0
  #settle = false

  /** @param settled told when the picture is whole */
  constructor(painter: Painter, settled: () => void) {
    this.#painter = painter
    this.#settled = settled
  }

  /** Draws a scene; `what` differs from the one before. */
  show(scene: Scene, what: 'sums' | 'tones'): void {
    this.#scene = scene
    if (this.#dirty !== 'sums') this.#dirty = what
    this.#plan()
  }

  /** Draws what is left at once: for pictures that are saved. */
  finish(): void {
    const scene = this.#scene
    if (!scene) return
    cancelAnimationFrame(this.#handle)
    this.#handle = 0
    this.#pending = undefined
    this.#fit(scene)
    if (this.#dirty === 'sums') this.#begin(scene)
    this.#add(scene, Infinity)
    this.#reading = undefined
    this.#settle = false
    this.#level(scene.layers.map((id) => this.#painter.densities(id)))
    this.#tone(scene)
    this.#dirty = undefined
  }

  /** Draws the scene anew: what was drawn is lost. */
  again(): void {
    if (this.#scene) this.show(this.#scene, 'sums')
  }

  #plan(): void {
    if (this.#handle === 0) this.#handle = requestAnimationFrame(this.#tick)
  }

  readonly #tick = (): void => {
    this.#handle = 0
    const scene = this.#scene
    if (!scene || this.#painter.lost || scene.canvas.width < 2 || scene.canvas.height < 2) return
    if (this.#pending) {
      if (!this.#pending.done()) return this.#plan()
      this.#measure(performance.now() - this.#pending.since)
      this.#pending = undefined
    }
    // Before anything is drawn: the card would have to finish it first.
    this.#fit(scene)
    if (this.#dirty === 'sums') this.#begin(scene)
    else if (this.#settle && (this.#left === 0 || !(this.#full > 0)) && !this.#read(scene) && this.#left === 0 && !this.#dirty) return this.#plan()
    this.#dirty = undefined
    const adds = this.#left > 0
    const since = performance.now()
    if (adds) this.#add(scene, this.#portion)
    this.#tone(scene)
    if (adds) this.#pending = { done: this.#painter.fence(), since }
    if (this.#settle) this.#plan()
  }

  #begin(scene: Scene): void {
    this.#left = 1
    this.#settle = true
    this.#reading = undefined
    for (const id of scene.layers) this.#painter.begin(id, this.#options(scene))
  }

  #add(scene: Scene, portion: number): void {
    const each = Math.ceil(portion / Math.max(1, scene.layers.length))
    this.#left = scene.layers.reduce((left, id) => left + this.#painter.add(id, each, this.#options(scene)), 0)
  }

  #measure(took_ms: number): void {
    if (took_ms < wanted_ms) this.#portion = Math.min(this.#portion * 2, 1e8)
    else if (took_ms > 2 * wanted_ms) this.#portion = Math.max(leastPortion, this.#portion * Math.max(0.25, wanted_ms / took_ms))
  }

  /** Sets the brightness once the card has sent what it has drawn; whether it has. */
  #read({ layers }: Scene): boolean {
    this.#reading ??= { parts: layers.map((id) => this.#painter.densitiesLater(id)), whole: this.#left === 0 }
    const parts = this.#reading.parts.map((part) => part())
    if (!parts.every((part) => part !== undefined)) return false
    if (this.#reading.whole) this.#settle = false
    this.#reading = undefined
    this.#level(parts)
    return true
  }

  /** Brightness from what is seen, the same for all layers. */
  #level(parts: readonly Float32Array[]): void {
    const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    this.#full = saturation(all, brightShare)
    this.#settled()
  }

  #options({ place, ratio, pane, sigma }: Scene): SumOptions {
    return { place, ratio, sigma, target: { width: Math.max(1, Math.round(pane.width * ratio)), height: Math.max(1, Math.round(pane.height * ratio)) } }
  }

  #fit({ ratio, canvas }: Scene): void {
    this.#painter.resize({ width: Math.round(canvas.width * ratio), height: Math.round(canvas.height * ratio) })
  }

  #tone(scene: Scene): void {
    const { ratio } = scene
    this.#painter.clear()
    const { target } = this.#options(scene)
    for (const { mode, roles, pane, clip } of scene.tones) {
      const place = { left: Math.round(pane.left * ratio), top: Math.round(pane.top * ratio), ...target }
      const left = Math.round(clip.left * ratio)
      const part = { ...place, left, width: Math.min(Math.round((clip.left + clip.width) * ratio), place.left + place.width) - left }
      this.#painter.tone({ mode, layers: roles, full: (this.#full || 1) / scene.exposure, gamma: scene.gamma }, place, part)
    }
    this.#painter.present()
  }
}
