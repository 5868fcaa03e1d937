// The program's mark: localizations along a filament, coloured by depth, on dark. Drawn from nothing, at every size anew (small sizes
// have fewer and larger dots), so that no drawing program is needed: node build/draw-icons.ts writes icon.svg and the files of
// linux, Windows and macOS into build/icons.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { colourAt, hawaii } from '../core/rendering/colour-map.ts'
import { icns, ico } from './icon-containers.ts'

interface Dot {
  /** Share of the icon's width, from its centre; y downwards. */
  x: number
  y: number
  radius: number
  /** 0 … 1 */
  depth: number
}

type Rgb = [number, number, number]

const inset = 0.045
const corner = 0.22
const [top, bottom]: [Rgb, Rgb] = [[30, 38, 48], [12, 15, 19]]

/** Two arcs that meet in the centre: an S from its upper end, `t` from 0 to 1. */
function place(t: number): { x: number; y: number } {
  const [radius, sweep] = [0.168, (250 / 180) * Math.PI]
  // Measured from the centre of the icon on: the upper arc runs over the left, the lower over the right.
  const turned = sweep * Math.abs(2 * t - 1)
  const side = t < 0.5 ? -1 : 1
  return { x: side * 1.1 * radius * Math.sin(turned), y: side * radius * (1 - Math.cos(turned)) }
}

/** Places along the filament, the deepest first. */
function dots(size_px: number): Dot[] {
  const [count, largest] = size_px <= 24 ? [9, 0.082] : size_px <= 48 ? [13, 0.066] : [29, 0.046]
  return Array.from({ length: count }, (_, i) => {
    const depth = i / (count - 1)
    return { ...place(depth), radius: largest * (0.66 + 0.34 * depth), depth }
  })
}

function svg(): string {
  const part = (value: number): string => (512 * value).toFixed(1)
  const circles = dots(512).map(({ x, y, radius, depth }) => `<circle cx="${part(0.5 + x)}" cy="${part(0.5 + y)}" r="${part(radius)}" fill="rgb(${colourAt(hawaii, depth).map(Math.round).join()})"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="rgb(${top})"/><stop offset="1" stop-color="rgb(${bottom})"/></linearGradient></defs>`
    + `<rect x="${part(inset)}" y="${part(inset)}" width="${part(1 - 2 * inset)}" height="${part(1 - 2 * inset)}" rx="${part(corner)}" fill="url(#g)"/>${circles.join('')}</svg>\n`
}

/** Distance to the edge of the rounded square, inside negative; shares of the width. */
function edge(x: number, y: number): number {
  const half = 0.5 - inset - corner
  const [dx, dy] = [Math.abs(x) - half, Math.abs(y) - half]
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner
}

/** @returns RGBA, 8 bit, row-major */
function raster(size_px: number): Uint8Array {
  const all = dots(size_px)
  const pixels = new Uint8Array(4 * size_px * size_px)
  const cover = (distance: number): number => Math.min(1, Math.max(0, 0.5 - distance * size_px))
  for (let row = 0; row < size_px; row++) {
    for (let column = 0; column < size_px; column++) {
      const [x, y] = [(column + 0.5) / size_px - 0.5, (row + 0.5) / size_px - 0.5]
      const colour = top.map((from, i) => from + (bottom[i] - from) * (y + 0.5)) as Rgb
      for (const dot of all) {
        const distance = Math.hypot(x - dot.x, y - dot.y)
        const dotColour = colourAt(hawaii, dot.depth)
        // A glow like that of the molecule it stands for, then the place itself, a little lighter to the top left.
        const glow = size_px > 48 ? 0.3 * Math.exp(-((distance / (1.7 * dot.radius)) ** 2)) : 0
        const solid = cover(distance - dot.radius)
        const light = 1 + 0.22 * Math.max(-1, Math.min(1, (dot.x - x + dot.y - y) / (1.4 * dot.radius)))
        for (let i = 0; i < 3; i++) {
          colour[i] += glow * (dotColour[i] - colour[i]) * (1 - solid)
          colour[i] += solid * (Math.min(255, dotColour[i] * light) - colour[i])
        }
      }
      pixels.set([...colour.map((value) => Math.round(Math.min(255, Math.max(0, value)))), Math.round(255 * cover(edge(x, y)))], 4 * (row * size_px + column))
    }
  }
  return pixels
}

const png = (size_px: number): Uint8Array => encode({ width: size_px, height: size_px, data: raster(size_px), channels: 4, depth: 8 })
const drawn = new Map([16, 24, 32, 48, 64, 128, 256, 512, 1024].map((size_px) => [size_px, png(size_px)]))
const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(import.meta.dirname, 'icons', name), content)

put('icon.svg', svg())
put('icon.png', drawn.get(512)!)
put('icon.ico', ico([16, 24, 32, 48, 64, 128, 256].map((size_px) => ({ size_px, png: drawn.get(size_px)! }))))
put('icon.icns', icns(drawn))
