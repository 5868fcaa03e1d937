// structloc demo: simulate, localize with both shipped models, score and report.
import { resolve } from 'node:path'
import { createEngine } from '../../engine/engine.ts'
import { runDemo } from '../../engine/report/demo.ts'
import { fixed, percent } from '../../engine/report/figures.ts'
import type { DemoOutcome } from '../../engine/report/outcome.ts'
import { defineCommand, UsageError } from '../command.ts'
import { duration } from '../engine-run.ts'
import { grid } from '../rows.ts'

const shippedPair = 'csr-5000-50,microtubules-5000-50'

export const command = defineCommand({
  name: 'demo',
  summary: 'Simulate movies, localize them with both shipped models, score, and write a report.',
  details: 'Writes report.html, and for every movie its TIFF, the truth and both tables of localizations.',
  positionals: [],
  options: {
    out: { type: 'text', value: 'DIR', about: 'folder to write', default: 'demo' },
    models: { type: 'text', value: 'ID|DIR,ID|DIR', about: 'the two models to compare', default: shippedPair },
    frames: { type: 'integer', value: 'N', about: 'frames of each movie', least: 1, default: '600' },
  },
  async run(_positionals, { out = 'demo', models = shippedPair, frames }, context) {
    const [first, second, ...more] = models.split(',')
    if (!first || !second || more.length > 0) throw new UsageError(`--models is two models with a comma between them; '${models}' was given.`)
    const engine = createEngine()
    let doing = ''
    const told = new Set<string>()
    engine.on({
      progress: ({ done, total, secondsLeft }) => context.progress(`${doing}: ${done} of ${total} frames, ${duration(secondsLeft)} left`),
      // The same fallback holds for every run.
      notice: ({ message }) => {
        if (!told.has(message)) context.notice(message)
        told.add(message)
      },
    })
    try {
      const outcome = await runDemo(engine, {
        out: resolve(out), models: [first, second], frames, signal: context.signal,
        onStep: ({ index, total, what }) => {
          doing = `${index}/${total} ${what}`
          context.notice(doing)
        },
      })
      return { json: documentOf(outcome), text: summaryOf(outcome) }
    } finally {
      await engine.close()
    }
  },
})

function documentOf({ folder, report, seconds, movies }: DemoOutcome): unknown {
  return {
    folder, report, seconds,
    movies: movies.map(({ movie, frames, emittersPerFrame, byModel }) => ({
      id: movie.id, frames, emittersPerFrame,
      models: byModel.map(({ card, csv, framesPerSecond, evaluation: { matching: _matching, ...scores } }) => ({ id: card.id, csv, framesPerSecond, ...scores })),
    })),
  }
}

function summaryOf({ report, seconds, movies }: DemoOutcome): string {
  const rows = movies.flatMap(({ movie, byModel }) => byModel.map(({ card, evaluation: e }) => [
    movie.id, card.id, percent(e.jaccard).padStart(9), fixed(e.rmseLateral).padStart(12), fixed(e.rmseAxial).padStart(10), fixed(e.efficiency3d).padStart(15),
  ]))
  return `${grid(['movie', 'model', 'Jaccard %', 'lateral nm', 'axial nm', '3D efficiency %'].map((head, i) => (i < 2 ? head : head.padStart([9, 12, 10, 15][i - 2]))), rows)}\n\n${duration(seconds)}; report: ${report}`
}
