// What a microscope's software wrote into a movie about pixel size, exposure and camera: ImageJ and OME-XML descriptions, Micro-Manager's
// JSON, Insight3's .inf, resolution tags. Each value with where it stood, for a person to accept; nothing of it is taken without being shown.

/** Texts and numbers in and beside a movie, as far as it has them. */
export interface MovieTexts {
  /** Tag 270 of a TIFF file's first page. */
  description?: string
  /** Tag 51123, Micro-Manager's metadata of the first frame (JSON). */
  microManager?: string
  /** Micro-Manager's summary of the acquisition (JSON). */
  microManagerSummary?: string
  /** The beginning of metadata.txt, Micro-Manager's JSON of all frames. */
  microManagerFile?: string
  /** The .inf beside a .dax. */
  insight?: string
  /** Tag 282: pixels per unit; NaN where absent. */
  xResolution?: number
  /** Tag 296: 1 none, 2 inch, 3 cm; NaN where absent. */
  resolutionUnit?: number
}

export const foundNames = ['pixelSize', 'exposure_ms', 'camera', 'emGain', 'binning', 'bits', 'roi'] as const
export type FoundName = (typeof foundNames)[number]

/** Pixel size in nm; region of the sensor as 'X,Y WIDTH×HEIGHT', from 0. */
export interface FoundValue {
  name: FoundName
  value: number | string
  /** Where it stood: 'OME-XML, PhysicalSizeX'. */
  from: string
}

/** Sizes of pixels in a sample that a microscope can have, nm: a scanner's 72 per inch are none. */
const [leastPixel, mostPixel] = [10, 1000]

/** The values there are, at most one of each name: those of the microscope's own software before those that an editor may have written. */
export function movieMetadata(texts: MovieTexts): FoundValue[] {
  const { description = '', insight: inf = '' } = texts
  const all = [
    ...microManager(parsed(texts.microManager)), ...microManager(pieces(texts.microManagerFile)), ...microManager(parsed(texts.microManagerSummary)),
    ...ome(description), ...imageJ(texts), ...insight(inf), ...resolution(texts),
  ]
  return foundNames.flatMap((name) => all.find((one) => one.name === name && isSensible(one)) ?? [])
}

function isSensible({ name, value }: FoundValue): boolean {
  if (name === 'pixelSize') return typeof value === 'number' && value >= leastPixel && value <= mostPixel
  return typeof value === 'string' ? value !== '' : Number.isFinite(value) && value > 0
}

type Fields = Readonly<Record<string, unknown>>

function parsed(text = ''): Fields {
  try {
    const fields = JSON.parse(text) as unknown
    return typeof fields === 'object' && fields !== null ? fields as Fields : {}
  } catch {
    return {}
  }
}

/** The first value of each key in the beginning of a long JSON text: "Key": value. */
function pieces(text = ''): Fields {
  const fields: Record<string, unknown> = {}
  for (const [, key, value] of text.matchAll(/"([\w -]{1,80})": ?(?:\{\s*"PropVal": ?)?("[^"\n]{0,200}"|-?[\d.]{1,30})/g)) {
    if (!(key in fields)) fields[key] = value.startsWith('"') ? value.slice(1, -1) : Number(value)
  }
  return fields
}

function microManager(fields: Fields): FoundValue[] {
  // Version 2 wraps a device's values: { "PropVal": "300" }.
  const plain = (key: string): unknown => {
    const value = fields[key]
    return typeof value === 'object' && value !== null ? (value as { PropVal?: unknown }).PropVal : value
  }
  const camera = plain('Camera') ?? plain('Core-Camera')
  const device = typeof camera === 'string' ? camera : ''
  const found: FoundValue[] = []
  const take = (name: FoundName, key: string, convert: (value: number) => number = (value) => value): void => {
    const value = Number.parseFloat(String(plain(key)))
    if (Number.isFinite(value)) found.push({ name, value: convert(value), from: `Micro-Manager, ${key}` })
  }
  take('pixelSize', 'PixelSizeUm', (um) => round(1000 * um))
  take('exposure_ms', 'Exposure-ms')
  if (device) found.push({ name: 'camera', value: String(plain(`${device}-CameraName`) ?? device), from: 'Micro-Manager, Camera' })
  // Andor calls the EM gain 'Gain', Hamamatsu and Photometrics call it by its name.
  for (const key of [`${device}-MultiplierGain`, `${device}-EMGain`, `${device}-Gain`]) take('emGain', key)
  take('binning', `${device}-Binning`)
  take('bits', 'BitDepth')
  // X-Y-WIDTH-HEIGHT on the sensor.
  const [, x, y, width, height] = /^(\d+)-(\d+)-(\d+)-(\d+)$/.exec(String(plain('ROI'))) ?? []
  if (x) found.push({ name: 'roi', value: `${x},${y} ${width}×${height}`, from: 'Micro-Manager, ROI' })
  return found
}

/** nm of a length in OME's units. */
const lengths: Readonly<Record<string, number>> = { nm: 1, µm: 1000, μm: 1000, um: 1000, mm: 1e6, Å: 0.1, m: 1e9 }
const times: Readonly<Record<string, number>> = { s: 1000, ms: 1, µs: 1e-3, μs: 1e-3, us: 1e-3, min: 60_000 }

function ome(text: string): FoundValue[] {
  if (!text.includes('<OME')) return []
  const attribute = (element: string, name: string): string | undefined => {
    const tag = new RegExp(`<(?:\\w+:)?${element}\\b[^<>]*>`).exec(text)?.[0]
    return tag && new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  }
  const found: FoundValue[] = []
  const take = (name: FoundName, element: string, key: string, units: Readonly<Record<string, number>> | undefined, usual: string): void => {
    const value = Number.parseFloat(attribute(element, key) ?? '')
    const factor = units ? units[decoded(attribute(element, `${key}Unit`) ?? usual)] : 1
    if (Number.isFinite(value) && factor !== undefined) found.push({ name, value: round(value * factor), from: `OME-XML, ${key}` })
  }
  take('pixelSize', 'Pixels', 'PhysicalSizeX', lengths, 'µm')
  take('exposure_ms', 'Plane', 'ExposureTime', times, 's')
  const model = attribute('Detector', 'Model')
  if (model) found.push({ name: 'camera', value: decoded(model), from: 'OME-XML, Detector' })
  take('emGain', 'DetectorSettings', 'Gain', undefined, '')
  const binning = attribute('DetectorSettings', 'Binning')
  if (binning) found.push({ name: 'binning', value: Number.parseFloat(binning), from: 'OME-XML, Binning' })
  take('bits', 'Pixels', 'SignificantBits', undefined, '')
  return found
}

const decoded = (text: string): string => text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
  .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('Âµ', 'µ')

/** ImageJ writes its unit as a word; the resolution tag then counts pixels per that unit. */
const imageJUnits: Readonly<Record<string, number>> = { nm: 1, nanometer: 1, um: 1000, µm: 1000, micron: 1000, microns: 1000, micrometer: 1000, mm: 1e6, '\\u00B5m': 1000 }

function imageJ({ description = '', xResolution = NaN }: MovieTexts): FoundValue[] {
  if (!description.startsWith('ImageJ=')) return []
  const fields = new Map(description.split(/\r?\n/).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const))
  const found: FoundValue[] = []
  const unit = imageJUnits[fields.get('unit')?.trim() ?? '']
  if (unit && xResolution > 0) found.push({ name: 'pixelSize', value: round(unit / xResolution), from: 'ImageJ, scale' })
  const interval = Number.parseFloat(fields.get('finterval') ?? '')
  if (interval > 0) found.push({ name: 'exposure_ms', value: round(1000 * interval), from: 'ImageJ, frame interval' })
  return found
}

/** Insight3 and storm-control: lines KEY = VALUE. */
function insight(text: string): FoundValue[] {
  const field = (key: string): string => new RegExp(`^${key} *= *([^\\r\\n]*)`, 'im').exec(text)?.[1].trim() ?? ''
  return [
    { name: 'exposure_ms', value: round(1000 * Number.parseFloat(field('exposure time'))), from: '.inf, exposure time' },
    { name: 'camera', value: field('camera head'), from: '.inf, camera head' },
    { name: 'emGain', value: Number.parseFloat(field('EMCCD gain')), from: '.inf, EMCCD gain' },
    { name: 'binning', value: Number.parseFloat(field('binning')), from: '.inf, binning' },
    { name: 'roi', value: roi(field), from: '.inf, x_start and y_start' },
  ]
}

/** Columns and rows count from 1 there; nothing where they are binned or not stated. */
function roi(field: (key: string) => string): string {
  const [left, right, top, bottom] = ['x_start', 'x_end', 'y_start', 'y_end'].map((key) => Number.parseInt(field(key), 10))
  return left >= 1 && top >= 1 && right >= left && bottom >= top ? `${left - 1},${top - 1} ${right - left + 1}×${bottom - top + 1}` : ''
}

function resolution({ description = '', xResolution = NaN, resolutionUnit = NaN }: MovieTexts): FoundValue[] {
  const unit = resolutionUnit === 3 ? 1e7 : resolutionUnit === 2 ? 2.54e7 : NaN
  if (!(xResolution > 0) || Number.isNaN(unit) || description.startsWith('ImageJ=')) return []
  return [{ name: 'pixelSize', value: round(unit / xResolution), from: 'TIFF, resolution' }]
}

/** Resolutions are stored as fractions: 9.99998 per µm is 10. */
const round = (value: number): number => Number(value.toPrecision(5))
