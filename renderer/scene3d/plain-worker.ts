// Draws the 3D view beside the window, which is not held up by it.
import { packedColour } from '../../core/rendering/packed-colour.ts'
import { serveCanvas } from '../graphics/serve-canvas.ts'
import type { PlainMessage, PlainNews, PlainPoints } from './plain-drawer.ts'
import { clearPicture, drawBox, drawPoints, type PlainCloud, type PlainPicture, type PlainView } from './plain-scene.ts'

/** While the view moves, points that take about this long are drawn, ms; at first, and at least, so many. */
const fluent_ms = 25
const fewest = 50_000

/** A cloud with room for all its points, of which the first ones are there. */
interface ReceivedCloud extends PlainCloud {
  received: number
}

let canvas: OffscreenCanvas
let context: OffscreenCanvasRenderingContext2D
let image: ImageData | undefined
let picture: PlainPicture
const clouds = new Map<string, ReceivedCloud>()
let view: (PlainView & { moving: boolean; number: number }) | undefined
let asked = false
/** Points that were drawn in a ms. */
let rate = fewest / fluent_ms

const tell = serveCanvas<undefined, PlainMessage, PlainNews>({
  start(taken) {
    canvas = taken
    context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!
  },
  hear(message) {
    if (message.what === 'cloud') {
      if (message.count === undefined) clouds.delete(message.name)
      else clouds.set(message.name, newCloud(message.count))
      return
    }
    if (message.what === 'points') take(clouds.get(message.name)!, message.first, message.points)
    else view = message.view
    ask()
  },
  finish() {
    if (view) draw({ ...view, moving: false })
  },
})

const newCloud = (count: number): ReceivedCloud => ({ received: 0, places: new Float32Array(3 * count), radii: new Float32Array(count), colours: new Uint32Array(count) })

function take(cloud: ReceivedCloud, first: number, { places, radii, colours }: PlainPoints): void {
  cloud.places.set(places, 3 * first)
  cloud.radii.set(radii, first)
  for (let i = 0; i < radii.length; i++) cloud.colours[first + i] = packedColour(colours[3 * i], colours[3 * i + 1], colours[3 * i + 2])
  cloud.received = first + radii.length
}

/** A picture at the next chance. */
function ask(): void {
  if (!asked && view) asked = Boolean(requestAnimationFrame(next))
}

function next(): void {
  asked = false
  const { number, moving } = view!
  tell({ number, whole: draw(view!) && !moving })
}

/** Whether all points were drawn. */
function draw(shown: PlainView & { moving: boolean }): boolean {
  const { width, height } = shown.projection
  if (width < 1 || height < 1) return false
  if (image?.width !== width || image.height !== height) {
    canvas.width = width
    canvas.height = height
    image = new ImageData(width, height)
    picture = { width, height, colours: new Uint32Array(image.data.buffer), depths: new Float32Array(width * height) }
  }
  const total = [...clouds.values()].reduce((sum, { received }) => sum + received, 0)
  const share = shown.moving ? Math.min(1, Math.max(fewest, rate * fluent_ms) / Math.max(1, total)) : 1
  const start = performance.now()
  clearPicture(picture)
  // First, so that points that lie on its edges are seen.
  drawBox(picture, shown)
  for (const cloud of clouds.values()) drawPoints(picture, cloud, Math.ceil(share * cloud.received), shown)
  const took = performance.now() - start
  if (share * total >= fewest) rate = (share * total) / Math.max(1, took)
  context.putImageData(image, 0, 0)
  return share === 1 && [...clouds.values()].every(({ received, radii }) => received === radii.length)
}
