// Where a prior misleads: structures that an arm was not trained on, two lines close together or crossing, detections drawn onto lines.
import { change, fixed, heading, table, value } from './document-text.ts'
import { pairBin } from './neighbourhood.ts'
import { lineSurplus, lineValue, scoreOf } from './result-view.ts'
import { longest, namesOf, type Sections } from './sections.ts'
import { binOf, separationEdges, shiftInwards, valley } from './two-lines.ts'

export function failureSections(sections: Sections): string[] {
  const level = sections.study.levels[0].name
  if (sections.view.lengths(level).length === 0) return []
  return [heading(2, 'Where it fails'), structures(sections, level), lines(sections, level), correlation(sections, level)].filter((text) => text !== '')
}

function structures(sections: Sections, level: string): string {
  const { view, arms } = sections
  const selection = longest(sections, level)
  const trained = view.arms(selection, arms)
  const movies = view.movies(selection, 'structures')
  if (movies.length === 0) return ''
  const rows = movies.map((movie) => [movie.shows, fixed(movie.emittersPerFrame),
    ...trained.map((arm) => `${fixed(view.mean(selection, arm, [movie.name], scoreOf('jaccard'))?.value)}, ${fixed(view.mean(selection, arm, [movie.name], scoreOf('rmseVolumetric'))?.value)}, ${fixed(view.mean(selection, arm, [movie.name], scoreOf('efficiency3d'))?.value)}`),
    ...trained.slice(1).map((other) => change(view.difference(selection, [arms[0], other], [movie.name], scoreOf('efficiency3d')), 1))])
  return [heading(3, 'Other structures'),
    `All at nominal density ${movies[0].nominal_perUm2} µm⁻². JI %, volumetric RMSE nm and 3D efficiency % of each arm, then the difference of 3D efficiencies.`,
    table(['structure', 'emitters a frame', ...trained, ...trained.slice(1).map((other) => `${arms[0]} − ${other}`)], rows), `![Structures](${sections.figuresAt}/${level}-structures.svg)`].join('\n\n')
}

function lines(sections: Sections, level: string): string {
  const { view, arms } = sections
  const selection = longest(sections, level)
  const trained = view.arms(selection, arms)
  const pairs = view.movies(selection, 'pairs')
  if (pairs.length === 0) return ''
  const parallel = pairs.map((movie) => {
    const bin = binOf(movie.lines!.distance)
    return [`${movie.lines!.distance} nm`, ...trained.flatMap((arm) => [
      value(view.mean(selection, arm, [movie.name], lineValue((sums) => shiftInwards(sums, bin))), 1),
      value(view.mean(selection, arm, [movie.name], lineValue((sums) => valley(sums, bin))), 2),
    ])]
  })
  const crossing = view.movies(selection, 'crossing')
  const crossed = crossing.flatMap((movie) => separationEdges.slice(0, -1).map((from, bin) => [`crossing, ${from} … ${separationEdges[bin + 1]} nm`, ...trained.flatMap((arm) => [
    value(view.mean(selection, arm, [movie.name], lineValue((sums) => shiftInwards(sums, bin))), 1),
    value(view.mean(selection, arm, [movie.name], lineValue((sums) => valley(sums, bin))), 2),
  ])]))
  return [heading(3, 'Two lines'),
    `Two straight lines without width, parallel at a distance or crossing at ${crossing[0]?.lines?.angle_deg ?? '–'}°, ${fixed(pairs[0].emittersPerFrame)} emitters a frame. 'Shift': mean displacement of matched detections towards the other line, nm.
'Valley': 1 − density of detections in the middle third between the lines over that at the lines; 1 if the gap is empty, 0 where there is no gap. An estimator without prior has a shift, too, where
two emitters are seen as one between them; what a prior adds is the difference between the arms.`,
    table(['lines', ...trained.flatMap((arm) => [`${arm}: shift nm`, 'valley'])], [...parallel, ...crossed]), `![Two lines](${sections.figuresAt}/${level}-lines.svg)`].join('\n\n')
}

function correlation(sections: Sections, level: string): string {
  const { view, arms, title } = sections
  const selection = longest(sections, level)
  const trained = view.arms(selection, arms)
  const random = view.movies(selection, 'structures').filter((movie) => movie.triples)
  const compared = [...view.movies(selection, 'main').filter(({ nominal_perUm2 }) => nominal_perUm2 !== null && nominal_perUm2 >= 1 && nominal_perUm2 < 4), ...random]
  const bins = [0, 1, 2, 3, 5, 7, 10, 15, 19]
  const rows = compared.flatMap((movie) => trained.map((arm) => [`${movie.shows} ${movie.nominal_perUm2}`, title(arm), ...bins.map((bin) =>
    fixed(view.mean(selection, arm, [movie.name], (one) => (one.pairs ? one.pairs.detections[bin] / one.pairs.truth[bin] : NaN))?.value, 2))]))
  return [heading(3, 'Pair correlation and lines that are not there'),
    `Pairs of detections in a frame over pairs of true emitters, by their lateral distance (bins of ${pairBin} nm, their start in the head of the table). Without loss or bias every ratio is 1; recall r alone gives r².`,
    table(['movie', 'arm', ...bins.map((bin) => `${bin * pairBin} nm`)], rows),
    random.length === 0 ? '' : `Complete spatial randomness has no lines. Of each matched emitter and its two nearest matched neighbours (within 600 nm) the three true positions lie nearly on a line (over 150°) by chance; the table says how many more of the detections do, in points of %:`,
    random.length === 0 ? '' : table(['arm', 'surplus of triples on a line, points'], trained.map((arm) => [title(arm), change(view.mean(selection, arm, namesOf(random), lineSurplus), 1)])),
  ].filter((text) => text !== '').join('\n\n')
}
