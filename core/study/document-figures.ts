// The figures of a study, in the layout of the paper: its 3a–i (columns are levels of light), 4 (reconstructions), and what it lacks:
// differences over the length of the training, other structures, two lines.
import { colourAt, hawaii } from '../rendering/colour-map.ts'
import type { Metric } from './blocks.ts'
import { figure, reconstructions, type Panel, type Series } from './figure.ts'
import type { Estimate } from './intervals.ts'
import { lineValue, scoreOf, type Selection } from './result-view.ts'
import { longest, namesOf, type Sections } from './sections.ts'
import { binOf, shiftInwards, valley } from './two-lines.ts'

/** Colours that are told apart with colour-vision deficiencies (Okabe and Ito). */
const colours = ['#D55E00', '#0072B2', '#009E73', '#CC79A7', '#E69F00', '#56B4E9']

export function studyFigures(sections: Sections): { name: string; svg: string }[] {
  const { study, view } = sections
  const measured = study.levels.filter(({ name }) => view.lengths(name).length > 0)
  return [
    { name: 'figure-3.svg', svg: figureThree(sections) },
    ...measured.flatMap(({ name }) => [
      { name: `${name}-densities.svg`, svg: figure([...densityPanels(sections, name), ...differencePanels(sections, name)], 3, `Scores over the nominal density, ${name}`) },
      { name: `${name}-targets.svg`, svg: targetsFigure(sections, name) },
      ...pictures(sections, name),
    ]),
    ...measured.slice(0, 1).flatMap(({ name }) => [
      { name: `${name}-structures.svg`, svg: structuresFigure(sections, name) },
      { name: `${name}-lines.svg`, svg: linesFigure(sections, name) },
    ]),
  ]
}

const point = (x: number, estimate: Estimate | undefined): Series['points'][number] => ({ x, y: estimate?.value ?? NaN, interval: estimate?.blocks })

function series({ view, arms, title }: Sections, selection: Selection, points: (arm: string) => Series['points'], more: Partial<Series> = {}): Series[] {
  return view.arms(selection, arms).map((arm) => ({ label: `${title(arm)}${more.dashed ? ', axial' : ''}`, colour: colours[arms.indexOf(arm)], points: points(arm), ...more }))
}

function overDensity(sections: Sections, selection: Selection, name: Metric): (arm: string) => Series['points'] {
  return (arm) => sections.view.movies(selection, 'main').map((movie) => point(movie.nominal_perUm2!, sections.view.mean(selection, arm, [movie.name], scoreOf(name))))
}

const density = { xLabel: 'nominal density, µm⁻²', xScale: 'log' } as const

/** 3a–c: JI, and volumetric RMSE; d–f: lateral and axial RMSE; g–i: 3D efficiency. High, medium, low light. */
function figureThree(sections: Sections): string {
  const levels = sections.study.levels.toSorted((a, b) => b.photons - a.photons)
  const selections = levels.map((level) => longest(sections, level.name))
  // The paper draws JI and volumetric RMSE into one panel.
  const row = (first: string, of: (selection: Selection) => Series[], yLabel: string): Panel[] => selections.map((selection, i) =>
    ({ title: `${String.fromCodePoint(first.codePointAt(0)! + i)}  ${levels[i].title}`, yLabel, series: of(selection), ...density }))
  return figure([
    ...row('a', (selection) => series(sections, selection, overDensity(sections, selection, 'jaccard')), 'JI, %'),
    ...row('a', (selection) => series(sections, selection, overDensity(sections, selection, 'rmseVolumetric')), 'volumetric RMSE, nm'),
    ...row('d', (selection) => [
      ...series(sections, selection, overDensity(sections, selection, 'rmseLateral')),
      ...series(sections, selection, overDensity(sections, selection, 'rmseAxial'), { dashed: true }),
    ], 'lateral and axial RMSE, nm'),
    ...row('g', (selection) => series(sections, selection, overDensity(sections, selection, 'efficiency3d')), '3D efficiency, %'),
  ], levels.length, 'Scores over the nominal density at the levels of light')
}

function densityPanels(sections: Sections, level: string): Panel[] {
  const selection = longest(sections, level)
  return ([['jaccard', 'JI, %'], ['rmseVolumetric', 'volumetric RMSE, nm'], ['efficiency3d', '3D efficiency, %']] as const).map(([name, yLabel]): Panel =>
    ({ title: yLabel.split(',')[0], yLabel, series: series(sections, selection, overDensity(sections, selection, name)), ...density }))
}

function differencePanels(sections: Sections, level: string): Panel[] {
  const { view, arms } = sections
  const selection = longest(sections, level)
  const main = view.movies(selection, 'main')
  return ([['jaccard', 'JI, points'], ['rmseVolumetric', 'volumetric RMSE, nm'], ['efficiency3d', '3D efficiency, points']] as const).map(([name, yLabel]): Panel => ({
    title: `${arms[0]} less other arms`, yLabel, level: 0, ...density,
    series: view.arms(selection, arms).slice(1).map((other) => ({
      label: sections.title(other), colour: colours[arms.indexOf(other)],
      points: main.map((movie) => point(movie.nominal_perUm2!, view.difference(selection, [arms[0], other], [movie.name], scoreOf(name)))),
    })),
  }))
}

function targetsFigure(sections: Sections, level: string): string {
  const { view, arms, title } = sections
  const lengths = view.lengths(level)
  return figure(([['jaccard', 'JI, %'], ['rmseVolumetric', 'volumetric RMSE, nm'], ['efficiency3d', '3D efficiency, %']] as const).map(([name, yLabel]): Panel => ({
    title: `${yLabel.split(',')[0]}, mean over densities`, xLabel: 'targets trained', yLabel, xScale: 'log',
    series: arms.map((arm) => ({
      label: title(arm), colour: colours[arms.indexOf(arm)],
      points: lengths.filter((targets) => view.arms({ level, targets }, [arm]).length > 0).map((targets) =>
        point(targets, view.mean({ level, targets }, arm, namesOf(view.movies({ level, targets }, 'main')), scoreOf(name)))),
    })).filter((one) => one.points.length > 0),
  })), 3, 'Scores over the length of the training')
}

function structuresFigure(sections: Sections, level: string): string {
  const { view } = sections
  const selection = longest(sections, level)
  const movies = view.movies(selection, 'structures')
  return figure(([['jaccard', 'JI, %'], ['rmseVolumetric', 'volumetric RMSE, nm'], ['efficiency3d', '3D efficiency, %']] as const).map(([name, yLabel]): Panel => ({
    title: yLabel.split(',')[0], xLabel: 'structure', yLabel, names: movies.map(({ shows }) => shows),
    series: series(sections, selection, (arm) => movies.map((movie, i) => point(i, view.mean(selection, arm, [movie.name], scoreOf(name)))), { loose: true }),
  })), 3, 'Scores on structures that no arm, or one, was trained on')
}

function linesFigure(sections: Sections, level: string): string {
  const { view } = sections
  const selection = longest(sections, level)
  const pairs = view.movies(selection, 'pairs')
  const panel = (title: string, yLabel: string, of: typeof valley): Panel => ({
    title, xLabel: 'distance of the lines, nm', yLabel,
    series: series(sections, selection, (arm) => pairs.map((movie) => point(movie.lines!.distance, view.mean(selection, arm, [movie.name], lineValue((sums) => of(sums, binOf(movie.lines!.distance))))))),
  })
  return figure([panel('Shift towards the other line', 'nm', shiftInwards), panel('Valley between the lines', '1: empty, 0: none', valley)], 2, 'Two parallel lines')
}

function pictures(sections: Sections, level: string): { name: string; svg: string }[] {
  const { view, arms, title, study } = sections
  const selection = longest(sections, level)
  const of = (arm: string): readonly number[] | undefined => {
    const seed = view.seeds(selection, [arm])[0]
    return view.network(selection, arm, seed)?.movies.find(({ picture }) => picture)?.picture?.detections
  }
  const truth = view.movies(selection, 'main')[0]?.picture?.truth
  if (!truth) return []
  const { acquisition } = view.network(selection, view.arms(selection, arms)[0], view.seeds(selection, view.arms(selection, arms).slice(0, 1))[0])!.config as { acquisition: { pixelSize: number; zRange: [number, number] } }
  const hex = Array.from({ length: 8 }, (_, k) => `#${colourAt(hawaii, (k + 0.5) / 8).map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`)
  const shown = [{ title: 'Truth', places: truth }, ...view.arms(selection, arms).flatMap((arm) => (of(arm) ? [{ title: title(arm), places: of(arm)! }] : []))]
  return [{ name: `${level}-reconstructions.svg`, svg: reconstructions(shown, study.tests.size_px * acquisition.pixelSize, acquisition.zRange, hex, 'Reconstructions at the lowest density, coloured by depth') }]
}
