// The document of a study: every number in it comes from its result files. Sentences that judge follow from the intervals by rules that
// stand beside them.
import type { Metric } from './blocks.ts'
import { claims, verdict, type Claim } from './claims.ts'
import { trainingsOf, type Level, type Study } from './declaration.ts'
import { failureSections } from './document-failures.ts'
import { studyFigures } from './document-figures.ts'
import { change, fixed, heading, table, value } from './document-text.ts'
import { differs, type Estimate } from './intervals.ts'
import type { NetworkResult } from './network-result.ts'
import { brightScoreOf, ResultView, scoreOf, type Selection, type Statistic } from './result-view.ts'
import { longest, namesOf, type Sections } from './sections.ts'
import { closeWithin, loneBeyond } from './training-windows.ts'

export interface StudyDocument {
  text: string
  figures: { name: string; svg: string }[]
}

/**
 * @param results of this study, as many as there are
 * @param windows how crowded the training windows are, by level and arm
 * @param figuresAt the figures' folder as the document names it
 */
export function studyDocument(study: Study, results: readonly NetworkResult[], windows: Sections['windows'], figuresAt = 'figures'): StudyDocument {
  const titles = new Map(study.arms.map(({ name, title }) => [name, title]))
  const sections: Sections = { study, results, windows, view: new ResultView(results), arms: study.arms.map(({ name }) => name), figuresAt, title: (arm) => titles.get(arm) ?? arm }
  const figures = studyFigures(sections)
  const parts = [
    introduction(sections), claimTable(sections),
    ...study.levels.filter((level) => sections.view.lengths(level.name).length > 0).flatMap((level) => levelSections(sections, level)),
    ...failureSections(sections),
    targets(sections), limits(sections), repeat(study),
  ]
  return { text: `${parts.filter((part) => part !== '').join('\n\n')}\n`, figures }
}

function introduction({ study, results, arms, title }: Sections): string {
  const expected = trainingsOf(study).length * new Set([...study.milestones, study.targets]).size
  const devices = [...new Set(results.map((one) => one.training.device))]
  const { main } = study.tests
  return [
    `# ${study.title}`,
    `Written by \`structloc study\` from the result files beside it; do not edit. **${results.length} of ${expected} networks** are trained and scored so far.`,
    `${study.description} Arms: ${arms.map((arm) => `**${arm}** (${title(arm)})`).join(', ')}. They share network, first weights, number of targets, schedule, photons,
background, on-times and the distribution of depths; equal seeds also share, window by window, background, on-time and drawn density. 'Equal nominal density' means that
each drawn density is replaced by the one at which randomly placed emitters have the same mean distance to their nearest neighbour
in the training windows; 'equal count' keeps the density as drawn, so that the structured arm sees far more crowding.`,
    `Test movies: ${main.frames} frames of ${study.tests.size_px}×${study.tests.size_px} px at each of ${main.nominal_perUm2.length} nominal densities (${main.nominal_perUm2[0]} … ${main.nominal_perUm2.at(-1)} µm⁻²), drawn from
${main.name} where its positions are given; no training saw them. Thresholds are chosen for every network by one rule, the lowest whose mean 3D efficiency is within a quarter of a point of the best,
on one set of validation movies for all arms (${study.validation.samplings.map(({ kind }) => kind).join(', ')} at ${study.validation.nominal_perUm2.join(', ')} µm⁻²). Matching within 250 nm laterally and 500 nm axially, 450 nm of border left out.`,
    `Intervals are 95 %. The first, in brackets, is a bootstrap over blocks of ${study.tests.block_frames} frames of the test movies, the same blocks for all networks; it says what other movies would change.
The second, in braces, is Student's t over the seeds; it says what other trainings would change, and is missing where there is one. Networks of
${study.milestones.join(', ')} targets are averages of the weights on the way at full learning rate; those of ${study.targets} targets ended with the learning rate at zero.`,
    devices.length > 0 ? `Trained on: ${devices.join('; ')}.` : '',
  ].filter((text) => text !== '').join('\n\n')
}

// --- claims ---

function claimDifference({ view, arms }: Sections, claim: Claim, other: string): Estimate | undefined {
  const selection = longest({ view, arms }, claim.level)
  const main = view.movies(selection, 'main')
  const pair = [arms[0], other] as const
  switch (claim.measure) {
    case 'low density': return view.difference(selection, pair, namesOf(main.slice(0, 1)), scoreOf('efficiency3d'))
    case 'lone': return view.difference(selection, pair, namesOf(view.movies(selection, 'lone')), scoreOf('efficiency3d'))
    case 'trend': {
      const third = Math.max(1, Math.floor(main.length / 3))
      const [low, high] = [new Set(namesOf(main.slice(0, third))), new Set(namesOf(main.slice(-third)))]
      if (main.length < 2) return undefined
      // Mean of the densest less mean of the sparsest: weights over the mean of all movies.
      const weighted: Statistic = (movie, pick) => {
        const weight = high.has(movie.name) ? 1 : low.has(movie.name) ? -1 : 0
        return weight === 0 ? 0 : (weight * main.length * scoreOf('efficiency3d')(movie, pick)) / third
      }
      return view.difference(selection, pair, namesOf(main), weighted)
    }
    case 'grid': return gridDifference(view, selection, pair)
    default: return claim.relative
      ? view.relative(selection, pair, namesOf(main), scoreOf(claim.measure))
      : view.difference(selection, pair, namesOf(main), scoreOf(claim.measure))
  }
}

/** Difference of the amplitudes of the grid artefact (nm, both axes); the interval over movies from those of both arms, taken as independent. */
function gridDifference(view: ResultView, selection: Selection, [arm, other]: readonly [string, string]): Estimate | undefined {
  const names = namesOf(view.movies(selection, 'grid'))
  const amplitude: Statistic = (movie) => (movie.grid ? (movie.grid.x.amplitude + movie.grid.y.amplitude) / 2 : NaN)
  const half: Statistic = (movie) => (movie.grid ? (movie.grid.x.interval[1] - movie.grid.x.interval[0] + movie.grid.y.interval[1] - movie.grid.y.interval[0]) / 4 : NaN)
  const difference = view.difference(selection, [arm, other], names, amplitude)
  const spread = Math.hypot(...[arm, other].map((one) => view.mean(selection, one, names, half)?.value ?? NaN))
  return difference && { ...difference, blocks: Number.isFinite(spread) ? [difference.value - spread, difference.value + spread] : null }
}

const units: Record<Claim['measure'], [decimals: number, unit: string, of: string]> = {
  'jaccard': [1, ' points', 'JI, mean over densities'], 'rmseVolumetric': [1, ' nm', 'volumetric RMSE, mean over densities'], 'rmseAxial': [1, ' nm', 'axial RMSE, mean over densities'],
  'efficiency3d': [1, ' points', '3D efficiency, mean over densities'], 'grid': [1, ' nm', 'amplitude of the mean error over the phase in the pixel'],
  'low density': [1, ' points', '3D efficiency at the lowest density'], 'trend': [1, ' points', '3D efficiency, highest third of densities less lowest'], 'lone': [1, ' points', '3D efficiency, lone emitters'],
}

function claimTable(sections: Sections): string {
  const { arms, title } = sections
  const others = arms.slice(1).filter((arm) => sections.study.arms.find(({ name }) => name === arm)?.sampling.kind === 'csr')
  const rows = claims.map((claim) => {
    const [decimals, unit, of] = units[claim.measure]
    return [claim.text, claim.size ?? '–', `${of}, ${claim.level}`, ...others.flatMap((other) => {
      const found = claimDifference(sections, claim, other)
      return [found ? change(found, decimals, claim.relative ? ' %' : unit) : '–', verdict(claim.sign, found)]
    })]
  })
  return [
    heading(2, 'The claims of the paper'),
    `What the structured arm has more than each arm of complete spatial randomness. A claim is confirmed or refuted in its sign where both intervals leave zero out, and open where one of them holds zero or only one seed is
trained. Only what is gained over CSR of equal nominal density is due to structure. The networks are those of this program (see Limits), so the sizes are not those of the paper's network.`,
    table(['claim', 'claimed', 'measured as', ...others.flatMap((arm) => [`over ${title(arm)}`, 'verdict'])], rows),
    `![Scores over the nominal density at the levels of light, in the layout of the paper's figure 3](${sections.figuresAt}/figure-3.svg)`,
  ].join('\n\n')
}

// --- a level ---

/** 'seeds 1, 2', or those of each arm where they differ. */
function seedsText({ view, title }: Sections, selection: Selection, arms: readonly string[]): string {
  const seeds = arms.map((arm) => view.seeds(selection, [arm]).join(', '))
  if (new Set(seeds).size === 1) return `seeds ${seeds[0]}`
  return `seeds of ${arms.map((arm, i) => `${title(arm)}: ${seeds[i]}`).join('; ')}`
}

const shownMetrics: readonly [Metric, string, number][] = [
  ['jaccard', 'JI %', 1], ['recall', 'recall %', 1], ['precision', 'precision %', 1], ['rmseLateral', 'RMSE lateral nm', 1], ['rmseAxial', 'axial nm', 1], ['rmseVolumetric', 'volumetric nm', 1], ['efficiency3d', 'E3D %', 1],
]

function levelSections(sections: Sections, level: Level): string[] {
  const { view, arms, title } = sections
  const selection = longest(sections, level.name)
  const trained = view.arms(selection, arms)
  const main = view.movies(selection, 'main')
  const others = trained.slice(1)
  const scoresOf = (family: string): string => {
    const names = namesOf(view.movies(selection, family))
    return table(['arm', ...shownMetrics.map(([, label]) => label)], trained.map((arm) =>
      [title(arm), ...shownMetrics.map(([name, , decimals]) => value(view.mean(selection, arm, names, scoreOf(name)), decimals))]))
  }
  const differencesOf = (family: string): string => {
    const names = namesOf(view.movies(selection, family))
    return table(['difference', ...shownMetrics.map(([, label]) => label)], others.map((other) =>
      [`${arms[0]} − ${other}`, ...shownMetrics.map(([name, , decimals]) => change(view.difference(selection, [arms[0], other], names, scoreOf(name)), decimals))]))
  }
  const figure = (name: string, about: string): string => `![${about}](${sections.figuresAt}/${level.name}-${name}.svg)`
  return [
    [
      heading(2, `${level.title}`),
      `Networks of ${selection.targets} targets; ${seedsText(sections, selection, trained)}. Mean over the ${main.length} densities of ${main[0]?.shows ?? 'the main movies'}.`,
      scoresOf('main'), differencesOf('main'), figure('densities', 'Scores over the nominal density'),
    ].join('\n\n'),
    trainingWindows(sections, level, trained),
    [heading(3, 'By density'), `The truth of each movie, and 3D efficiency and volumetric RMSE of each arm. Equal mean distances are not equal difficulty: the share of emitters with a neighbour within 100 nm is larger in structures than in CSR of that density.`,
      table(['nominal µm⁻²', 'emitters a frame', 'mean distance nm', 'under 100 nm %', ...trained.flatMap((arm) => [`${arm}: JI %`, 'RMSE vol. nm', 'E3D %'])],
        main.map((movie) => [fixed(movie.nominal_perUm2, 2), fixed(movie.emittersPerFrame), fixed(movie.crowding.meanDistance, 0), fixed(100 * movie.crowding.shareUnder100),
          ...trained.flatMap((arm) => (['jaccard', 'rmseVolumetric', 'efficiency3d'] as const).map((name) => fixed(view.mean(selection, arm, [movie.name], scoreOf(name))?.value)))]))].join('\n\n'),
    lengths(sections, level),
    [heading(3, 'At equal recall'), `A threshold trades detections for precision. Here both arms are cut to the highest recall that both reach on a movie; mean over the densities.`,
      table(['difference', 'RMSE lateral nm', 'axial nm', 'volumetric nm', 'precision %'], others.map((other) => [`${arms[0]} − ${other}`,
        ...(['rmseLateral', 'rmseAxial', 'rmseVolumetric', 'precision'] as const).map((name) => change(view.differenceAtRecall(selection, [arms[0], other], namesOf(main), name), 1))]))].join('\n\n'),
    view.movies(selection, 'independent').length === 0 ? '' : [heading(3, 'Filaments of another generator'), `Worm-like chains that no arm was trained on, at ${view.movies(selection, 'independent').map((movie) => movie.nominal_perUm2).join(', ')} µm⁻².`,
      scoresOf('independent'), differencesOf('independent')].join('\n\n'),
    nullControl(sections, selection, scoresOf('lone'), differencesOf('lone')),
    uncertainty(sections, selection),
    [heading(3, 'Checkerboard'), `Amplitude of the mean error over the true position's phase in the pixel, nm (x, y; 95 % interval over pairs), and the variation of the density over the pixel (with what chance alone gives at most). On the movie for this, every activation is shifted at random by up to half a pixel.`,
      table(['arm', 'seed', 'x', 'y', 'variation (chance)'], trained.flatMap((arm) => view.seeds(selection, [arm]).map((seed) => {
        const grid = view.network(selection, arm, seed)?.movies.find(({ family }) => family === 'grid')?.grid
        const phase = (one: { amplitude: number; interval: readonly [number, number] } | undefined): string => (one ? `${fixed(one.amplitude)} [${fixed(one.interval[0])}, ${fixed(one.interval[1])}]` : '–')
        return [title(arm), String(seed), phase(grid?.x), phase(grid?.y), grid ? `${fixed(grid.variation, 3)} (${fixed(grid.chance, 3)})` : '–']
      }))), view.movies(selection, 'main')[0]?.picture ? `![Reconstructions at the lowest density](${sections.figuresAt}/${level.name}-reconstructions.svg)` : ''].filter((text) => text !== '').join('\n\n'),
  ]
}

function trainingWindows({ windows, title }: Sections, level: Level, trained: readonly string[]): string {
  const rows = trained.flatMap((arm) => {
    const found = windows[level.name]?.[arm]
    return found ? [[title(arm), fixed(found.emittersPerFrame), fixed(found.medianDistance, 0), fixed(100 * found.close), fixed(100 * found.lone)]] : []
  })
  if (rows.length === 0) return ''
  return [heading(3, 'What the arms see in training'),
    `Measured in their training windows. Equal mean distances leave unequal how many emitters a window holds, which each give something to learn from, and how many have a very close neighbour or none.`,
    table(['arm', 'emitters a frame', 'median distance nm', `within ${closeWithin} nm %`, `none within ${loneBeyond} nm %`], rows)].join('\n\n')
}

function lengths({ view, arms, figuresAt }: Sections, level: Level): string {
  const rows = view.lengths(level.name).flatMap((targets) => arms.slice(1).map((other) => {
    const selection = { level: level.name, targets }
    const names = namesOf(view.movies(selection, 'main'))
    const seeds = view.seeds(selection, [arms[0], other])
    return seeds.length === 0 ? undefined : [String(targets), other, String(seeds.length), ...(['jaccard', 'rmseVolumetric', 'efficiency3d'] as const).map((name) => change(view.difference(selection, [arms[0], other], names, scoreOf(name)), 1))]
  })).filter((row) => row !== undefined)
  if (rows.length === 0) return ''
  return [heading(3, 'Over the length of the training'), `${arms[0]} less the other arm, mean over the densities.`,
    table(['targets', 'other arm', 'seeds', 'JI points', 'RMSE volumetric nm', 'E3D points'], rows), `![Scores over targets trained](${figuresAt}/${level.name}-targets.svg)`].join('\n\n')
}

function nullControl({ view, arms, title }: Sections, selection: Selection, scores: string, differences: string): string {
  const names = namesOf(view.movies(selection, 'lone'))
  const trained = view.arms(selection, arms)
  const outside = trained.slice(1).flatMap((other) => {
    const labels = shownMetrics.filter(([name]) => {
      const found = view.difference(selection, [arms[0], other], names, scoreOf(name))
      return found !== undefined && (found.seeds ? differs(found) === true : found.blocks !== null && (found.blocks[0] > 0 || found.blocks[1] < 0))
    }).map(([, label]) => label)
    if (labels.length === 0) return []
    const several = view.seeds(selection, [arms[0], other]).length > 1
    return [`${labels.join(', ')} against ${other}${several ? '' : ' (intervals over movies alone, since there is one seed)'}`]
  })
  const found = outside.length === 0 ? 'They do.'
    : `They do not in ${outside.join('; ')}: as much of a difference elsewhere may be of the same cause ('What the arms see in training' names candidates), and is not shown to be due to structure.`
  return [
    heading(3, 'Null control: lone emitters'),
    `About one emitter a frame: there is no structure to use, so all arms should agree within their intervals. ${trained.length > 1 ? found : 'Only one arm is scored so far.'}`,
    scores, differences,
    `RMSE over the Cramér–Rao bound of the frames the network saw, emitters of at least 200 photons with no other within 1500 nm:`,
    table(['arm', 'lateral', 'axial', 'bounds nm (lateral, axial)'], trained.map((arm) => {
      const of = (which: 'lateral' | 'axial' | 'boundLateral' | 'boundAxial'): Estimate | undefined => view.mean(selection, arm, names, (movie) => movie.crlb?.[which] ?? NaN)
      return [title(arm), value(of('lateral'), 2), value(of('axial'), 2), `${fixed(of('boundLateral')?.value)}, ${fixed(of('boundAxial')?.value)}`]
    })),
  ].join('\n\n')
}

function uncertainty({ view, arms, title }: Sections, selection: Selection): string {
  const names = namesOf(view.movies(selection, 'main'))
  const of = (arm: string, axis: 'x' | 'y' | 'z', which: 'deviation' | 'robustDeviation' | 'within196'): string =>
    fixed(view.mean(selection, arm, names, (movie) => movie.sigma?.[axis]?.[which] ?? NaN)?.value, 2)
  return [
    heading(3, 'Stated uncertainties'), `Errors divided by the stated σ: standard deviation, its robust estimate (without tails) and the share within 1.96 σ; 1, 1 and 0.95 where σ is true. Mean over the densities.`,
    table(['arm', ...(['x', 'y', 'z'] as const).map((axis) => `${axis}: sd, robust, within`)], view.arms(selection, arms).map((arm) =>
      [title(arm), ...(['x', 'y', 'z'] as const).map((axis) => `${of(arm, axis, 'deviation')}, ${of(arm, axis, 'robustDeviation')}, ${of(arm, axis, 'within196')}`)])),
  ].join('\n\n')
}

// --- the end ---

function targets({ view, arms, title, study }: Sections): string {
  const level = study.levels[0]
  const selection = longest({ view, arms }, level.name)
  const movie = view.movies(selection, 'main').find(({ nominal_perUm2 }) => nominal_perUm2 === 1)
  if (!movie) return ''
  return [
    heading(2, 'At nominal density 1, bright emitters'), `${level.title}, truth rows of at least 500 photons, networks of ${selection.targets} targets. What a default network is to reach: JI 85 %, 25 nm lateral, 50 nm axial, and for lone emitters at most 1.2 times the bound.`,
    table(['arm', 'JI %', 'RMSE lateral nm', 'axial nm'], view.arms(selection, arms).map((arm) =>
      [title(arm), ...(['jaccard', 'rmseLateral', 'rmseAxial'] as const).map((name) => value(view.mean(selection, arm, [movie.name], brightScoreOf(name)), 1))])),
  ].join('\n\n')
}

function limits({ study, results }: Sections): string {
  const size = [...new Set(results.map(({ config }) => (config.network as { size?: string } | undefined)?.size ?? '?'))].join(', ')
  const luenn = results.some(({ config }) => (config.network as { architecture?: string } | undefined)?.architecture === 'luenn')
  const networks = luenn
    ? `Networks of size '${size}' of LUENN's kind (luenn.md), one frame, trained on up to ${study.targets} targets; the paper's is larger and trained longer.`
    : `Networks of size '${size || '–'}' with a Gaussian-mixture head that see three frames, trained on up to ${study.targets} targets; the paper's is LUENN, one frame, larger and trained longer.`
  return [
    heading(2, 'Limits'),
    `- ${networks} A gain may shrink or grow with size and length: see 'Over the length of the training'.
- The paper does not define its helices, its densities per frame or its light beyond the means; ours are in the declaration and in every result file.
- One structure (${study.tests.main.name}) for the main movies. The other generator of filaments and the other structures show how far it carries.
- Nominal densities are matched by the mean distance to the nearest neighbour in training windows, in steps between which densities are interpolated; a mean is not a distribution.
- ${study.seeds.length > 1 ? `Intervals over seeds rest on ${study.seeds.length} trainings at most.` : 'There is one training of each arm: other trainings may give another order.'} The interval of an average over densities takes the movies as independent.
- Thresholds belong to the comparison: by one rule, but on movies that are half microtubules of the training generator.`,
  ].join('\n\n')
}

function repeat({ name }: Study): string {
  return [
    heading(2, 'Repeat it'),
    `\`\`\`\nnpm run study -- ${name === 'study' ? '' : `--${name} `}--points MT0.N1.LD-activations.csv\n\`\`\``,
    `The last option is the truth of the SMLM Challenge 2016 movie MT0.N1.LD; without it the main movies show filaments of the program's own second generator. The command trains, scores, and writes this document; killed, it goes on where it was.
\`--no-training\` scores what there is. A short version of everything: \`npm run study -- --quick\`.`,
  ].join('\n\n')
}
