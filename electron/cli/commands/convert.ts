// structloc convert IN OUT
import { localizationColumns } from '../../../core/localizations/table.ts'
import { tableFormats } from '../../../core/formats/table-formats.ts'
import { convertTable } from '../../engine/tables/convert-table.ts'
import { defineCommand, UsageError } from '../command.ts'
import { didYouMean } from '../nearest.ts'
import { facts } from '../rows.ts'

export const command = defineCommand({
  name: 'convert',
  summary: 'A table of localizations or emitters in the format of another program.',
  details: [
    'IN is known by what it holds: ThunderSTORM, EPFL and activations csv, Picasso .hdf5, SMAP _sml.mat, DECODE .h5, .smlm, .arrow,',
    'rapidSTORM, Nanoimager, Elyra, N-STORM. OUT is known by its ending: .csv (ThunderSTORM), .arrow, .hdf5 (Picasso, with its .yaml),',
    '.mat (SMAP), .h5 (DECODE), .smlm. Frames, units and the half pixel are converted; docs/tables.md says how.',
  ].join('\n'),
  positionals: [{ name: 'IN', about: 'the table to read' }, { name: 'OUT', about: 'the table to write' }],
  options: {
    format: { type: 'text', value: tableFormats.join('|'), about: 'format of OUT', default: 'by its ending' },
    'pixel-size': { type: 'number', value: 'NM', about: 'width of a pixel', least: 1, default: 'as IN or the documents beside it say' },
    size: { type: 'range', value: 'W:H', about: 'width and height of the movie in pixels', least: 1, default: 'as IN or the documents beside it say' },
  },
  examples: ['convert picasso_locs.hdf5 locs.csv', 'convert locs.csv locs.hdf5 --pixel-size 100', 'convert locs.csv truth.csv --format epfl'],
  async run([from, to], values) {
    const format = tableFormats.find((one) => one === values.format)
    if (values.format !== undefined && format === undefined) throw new UsageError(`There is no format '${values.format}'.${didYouMean(values.format, tableFormats)} There are: ${tableFormats.join(', ')}.`)
    const result = await convertTable({ from, to, format, pixelSize: values['pixel-size'], width_px: values.size?.[0], height_px: values.size?.[1] })
    const { read, rows, files, further, lost, words, field } = result
    const silent = read.kind === 'emitters' ? [] : localizationColumns.filter((column) => !read.understood.some((one) => one.to === column))
    const list = (names: readonly string[]): string => names.join(', ')
    return {
      json: { from: { path: from, format: read.format, kind: read.kind, firstFrame: read.firstFrame, understood: read.understood }, to: { format: result.format, files }, rows, further, lost, words, field },
      text: facts([
        ['read', `${from}, ${read.format}, ${read.kind}`], ['rows', String(rows)],
        ...read.understood.filter(({ to: ours }) => ours !== undefined).map(({ from: theirs, to: ours, note }): [string, string] => [`  ${ours}`, `${theirs} (${note})`]),
        ...(silent.length > 0 ? [['not told', `${list(silent)}: IN has no such column`] as [string, string]] : []),
        ...(further.length > 0 ? [['kept besides', list(further)] as [string, string]] : []),
        ...(words.length > 0 ? [['left out', `${list(words)} (words)`] as [string, string]] : []),
        ...(lost.length > 0 ? [['no place', `${list(lost)}: OUT's format does not hold them`] as [string, string]] : []),
        ...(field.pixelSize === undefined ? [] : [['pixel size', `${field.pixelSize} nm`] as [string, string]]),
        ['written', list(files)],
      ]),
    }
  },
})
