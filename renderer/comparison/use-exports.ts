// Saving what the comparison shows: scores as csv, views as png, charts as svg, all of it as one page.
import type { InfluenceSummary } from '../../core/evaluation/prior-influence.ts'
import { useDatasets, type Dataset } from '../datasets/index.ts'
import { useEngine } from '../engine/index.ts'
import { useFilters } from '../filters/index.ts'
import { host, type FileFilter } from '../host/index.ts'
import { sayWritten } from '../host/written.ts'
import { useScience } from '../science/index.ts'
import { useSuperres } from '../superres/index.ts'
import { csvText } from '../ui/csv-text.ts'
import { useNotices } from '../ui/index.ts'
import { pngOf } from '../ui/png-of.ts'
import { chartCsv, chartSvg, type Chart } from './chart.ts'
import { influenceChart, partCharts, partMeasures, spreadCharts, type PartMeasure } from './charts-of.ts'
import { cellsCanvas } from './influence-picture.ts'
import { matchedTruthInPixel } from './matched-truth.ts'
import { scoreRows, scoresCsv, shown } from './measures.ts'
import { reportPage, type Report, type ReportTable } from './report-page.ts'

const sides = ['a', 'b'] as const
const titles = { a: 'A', b: 'B', truth: 'Truth' } as const

export interface Exports {
  saveScores: () => Promise<void>
  saveView: () => Promise<void>
  saveChart: (chart: Chart, as: 'svg' | 'csv') => Promise<void>
  /** How many localizations have a match, and how far. */
  saveCounts: () => Promise<void>
  saveTable: (name: string, rows: readonly (readonly (string | number)[])[]) => Promise<void>
  /** The map of prior influence. */
  saveMap: (picture: HTMLCanvasElement) => Promise<void>
  saveReport: () => Promise<void>
}

/** @param picture the view as it stands, as png */
export function useExports(picture: () => Promise<Uint8Array>): Exports {
  const [datasets, engine, filters, notices, science, superres] = [useDatasets(), useEngine(), useFilters(), useNotices(), useScience(), useSuperres()]

  const names = (): { a: string; b: string } => ({ a: datasets.a?.label ?? '', b: datasets.b?.label ?? '' })
  const seriesNames = (): Record<string, string> => ({ a: `A · ${names().a}`, b: `B · ${names().b}`, truth: 'Truth of what was found', chance: 'Independent errors' })

  async function save(title: string, ending: string, filter: FileFilter, content: () => Promise<Uint8Array> | Uint8Array): Promise<void> {
    try {
      const base = (datasets.a?.movie ?? datasets.b?.movie ?? '').replace(/(\.ome)?\.[^./\\]+$/i, '')
      const path = await host().saveFile({ title, suggested: `${base === '' ? 'comparison' : `${base}_comparison`}${ending}`, filters: [filter] })
      if (path === undefined) return
      const written = await engine.call('writeFile', { path, bytes: await content() })
      sayWritten(`Saved ${written.path}`, written.path)
    } catch (error) {
      notices.sayError(error)
    }
  }
  const encoded = (text: string): Uint8Array => new TextEncoder().encode(text)

  const rows = (): ReturnType<typeof scoreRows> => scoreRows(science.scores, science.nominal, science.equalRecall)
  const scored = (): boolean => science.scores.a !== undefined || science.scores.b !== undefined

  function about(role: 'a' | 'b' | 'truth'): ReportTable[] {
    const dataset: Dataset | undefined = datasets[role]
    if (!dataset) return []
    const { label, table, source, movie, model, pixelSize, provenance } = dataset
    const passing = role === 'truth' ? undefined : filters.rowsOf(dataset.id)
    const from = source.type === 'file' ? `${source.path} (${source.format})` : source.type === 'run' ? `run ${source.run}` : source.what
    const facts = [['From', from], ['Movie', movie], ['Model', model], ['Pixel size', pixelSize === undefined ? undefined : `${pixelSize} nm`]] as const
    return [{ role: titles[role], label, rows: table.frame.length, passing: passing?.length ?? table.frame.length, provenance, facts: facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])) }]
  }

  function charts(): Report['charts'] {
    const as = (section: string, all: readonly Chart[]): Report['charts'] => all.filter(({ series }) => series.length > 0).map((chart) => ({ section, svg: chartSvg(chart, seriesNames()) }))
    const truth = Object.fromEntries(sides.flatMap((side) => {
      const board = science.scores[side]?.checkerboard
      return board ? [[side, matchedTruthInPixel(board.truth)]] : []
    }))
    return [
      ...(scored() ? as('Scores by frame, depth and local density', (Object.keys(partMeasures) as PartMeasure[]).flatMap((measure) => partCharts(science.scores, measure))) : []),
      ...(science.influence ? as('Distance between the models', [influenceChart(science.influence)]) : []),
      ...as('Counts, uncertainties, pixel grid', spreadCharts(science.spread, truth)),
    ]
  }

  function influence(): Report['influence'] {
    const now = science.influence
    const [own, other] = now ? [now.by[now.subject], now.by[now.subject === 'a' ? 'b' : 'a']] : []
    if (!now || !own) return undefined
    const name = now.subject.toUpperCase()
    const { limit } = science.influenceRules
    const [width, height] = [Math.ceil((science.field?.width ?? 0) / now.cell - 1e-6), Math.ceil((science.field?.height ?? 0) / now.cell - 1e-6)]
    const row = (title: string, of: (summary: InfluenceSummary) => string): string[] => [title, ...(now.subject === 'a' ? [own, other] : [other, own]).map((one) => (one ? of(one.summary) : '–'))]
    return {
      sentence: `${own.summary.share === null ? '–' : (100 * own.summary.share).toFixed(1)} % of the localizations of ${name} have no match in the other table or lie more than ${limit} combined σ from it. Both models saw the same photons: there the training prior speaks, not the data.`,
      rows: [
        ['', 'A', 'B'], row('Localizations', ({ rows }) => shown(rows, 0)), row('With a match', ({ matched }) => shown(matched, 0)), row(`… farther than ${limit} σ`, ({ beyond }) => shown(beyond, 0)),
        row('No match', ({ unmatched }) => shown(unmatched, 0)), row('Median distance (σ)', ({ median }) => shown(median, 2)),
      ],
      map: width * height > 0 ? enlarged(cellsCanvas(own.cells.share, width, height, 'share')) : undefined,
    }
  }

  /** Numbers in full, unlike in the report. */
  function counts(): (string | number)[][] {
    const { limit } = science.influenceRules
    const of = (key: 'rows' | 'matched' | 'beyond' | 'unmatched' | 'median'): (string | number)[] => sides.map((side) => science.influence?.by[side]?.summary[key] ?? '')
    return [
      ['prior influence', ...sides.map((side) => `${side.toUpperCase()}: ${names()[side]}`)],
      ['localizations', ...of('rows')], ['with a match', ...of('matched')], [`farther than ${limit} sigma`, ...of('beyond')], ['no match', ...of('unmatched')], ['median distance (sigma)', ...of('median')],
    ]
  }
  function saveTable(name: string, rows: readonly (readonly (string | number)[])[]): Promise<void> {
    return save('Save the table', `_${name}.csv`, { name: 'CSV', extensions: ['csv'] }, () => encoded(csvText(rows)))
  }

  async function page(): Promise<string> {
    const { gate, axialGate, border, minimumPhotons, removeOffset } = science.rules
    const { field, region, knownLight } = science
    return reportPage({
      date: new Date(), tables: (['a', 'b', 'truth'] as const).flatMap(about), filters: filters.filters.filter(({ enabled, expression }) => enabled && expression !== '').map(({ expression }) => expression),
      views: [{ title: `Super-resolution view (${superres.look.mode}), each localization a Gaussian of its own σ.`, picture: dataAddress(await picture()) }],
      scores: scored() ? rows() : [], charts: charts(), influence: influence(),
      rules: [
        ['Gates', `${gate} nm lateral, ${axialGate} nm axial`], ['Border', `${border} nm`], ['Least photons', String(minimumPhotons)], ['Mean offset', removeOffset ? 'taken off' : 'left in'],
        ['Field of view', field ? `${field.width} × ${field.height} nm` : 'unknown'], ...(region ? [['Region', `x ${region.x0.toFixed(0)}–${region.x1.toFixed(0)}, y ${region.y0.toFixed(0)}–${region.y1.toFixed(0)} nm`] as const] : []),
        ...(knownLight ? [['Bound', `${knownLight.background_photons.toFixed(1)} background photons, PSF ${knownLight.from === 'movie' ? 'of the movie’s description' : 'of the model’s training'}`] as const] : []),
      ],
    })
  }

  return {
    saveScores: () => save('Save the scores', '_scores.csv', { name: 'CSV', extensions: ['csv'] }, () => encoded(scoresCsv(rows(), names()))),
    saveView: () => save('Save the views', '.png', { name: 'PNG', extensions: ['png'] }, picture),
    saveChart: (chart, as) => (as === 'svg'
      ? save('Save the chart', `_${chart.id}.svg`, { name: 'SVG', extensions: ['svg'] }, () => encoded(chartSvg(chart, seriesNames())))
      : save('Save the numbers of the chart', `_${chart.id}.csv`, { name: 'CSV', extensions: ['csv'] }, () => encoded(chartCsv(chart, seriesNames())))),
    saveCounts: () => saveTable('prior-influence', counts()),
    saveTable,
    saveMap: (picture) => save('Save the map of prior influence', '_prior-influence.png', { name: 'PNG', extensions: ['png'] }, () => pngOf(picture)),
    saveReport: () => save('Save the report', '.html', { name: 'Web page', extensions: ['html'] }, async () => encoded(await page())),
  }
}

function dataAddress(png: Uint8Array): string {
  let text = ''
  for (let i = 0; i < png.length; i += 32_768) text += String.fromCharCode(...png.subarray(i, i + 32_768))
  return `data:image/png;base64,${btoa(text)}`
}

/** Cells large enough to see. */
function enlarged(cells: HTMLCanvasElement): string {
  const by = Math.max(1, Math.floor(480 / cells.width))
  const canvas = document.createElement('canvas')
  canvas.width = cells.width * by
  canvas.height = cells.height * by
  const ctx = canvas.getContext('2d')!
  ctx.imageSmoothingEnabled = false
  ctx.drawImage(cells, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/png')
}
