// structloc study FILE
import { join, resolve } from 'node:path'
import { runStudy } from '../../engine/study/run-study.ts'
import { readTruth } from '../../engine/tables/read-tables.ts'
import { defineCommand } from '../command.ts'
import { facts } from '../rows.ts'

export const command = defineCommand({
  name: 'study',
  summary: 'Train and compare arms as declared in a file.',
  details: [
    'Trains every arm, level and seed, scores all networks on the same movies, writes result files, document and figures.',
    'What is done is kept: killed or stopped, the same command goes on where it was.',
  ].join('\n'),
  positionals: [{ name: 'FILE', about: 'the declaration; studies/ holds those of the documentation' }],
  options: {
    folder: { type: 'text', value: 'DIR', about: 'trainings and partial scores', required: true },
    results: { type: 'text', value: 'DIR', about: 'result files and figures', required: true },
    document: { type: 'text', value: 'FILE.md', about: 'the document; study.md in the folder of results where absent' },
    points: { type: 'text', value: 'table.csv', about: "molecules of the main test movies (the truth of the SMLM Challenge's MT0); an own generator of filaments where absent" },
    'no-training': { type: 'flag', about: 'score what is trained so far' },
    missing: { type: 'flag', about: 'train only what has no result files yet' },
    'at-once': { type: 'integer', about: 'trainings at the same time', least: 1, default: '1' },
    threads: { type: 'integer', about: 'threads of each training and of the scoring', least: 1, default: '1' },
  },
  examples: ['study studies/main.json --folder training/study --results docs/study --document docs/study.md --points MT0.N1.LD-activations.csv'],
  async run([file], { folder, results, document = join(results, 'study.md'), points, threads = 1, ...values }, { signal, notice }) {
    const outcome = await runStudy({
      file: resolve(file), folder: resolve(folder), results: resolve(results), document: resolve(document), points: points === undefined ? undefined : await readTruth(points),
      trainNothing: values['no-training'], missingOnly: values.missing, atOnce: values['at-once'] ?? 1, threads, signal, notice,
    })
    return {
      json: outcome,
      text: facts([['networks', `${outcome.networks} of ${outcome.expected} scored`], ['document', outcome.document]]),
    }
  },
})
