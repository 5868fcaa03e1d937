// The csv of the EPFL's SMLM challenges: true positions in nm from the corner of the first pixel, frames from 1. The blank at the
// end of the header stands there in the challenge's own files, and programs look for it.
import type { EmitterTable } from '../localizations/table.ts'
import { writeCsv } from './csv-writer.ts'

/** A table in pieces of text. Where nothing says which molecule a row is of, the rows are numbered. */
export function* writeEpfl(table: EmitterTable): Generator<string> {
  const { frame, id, x, y, z, photons } = table
  const nm = (name: string, values: Float32Array) => ({ name, decimals: 3, valueAt: (row: number): number => values[row] })
  const pieces = writeCsv([
    { name: 'Ground-truth', decimals: 0, valueAt: (row) => (id[row] < 0 ? row + 1 : id[row]) }, { name: 'frame', decimals: 0, valueAt: (row) => frame[row] + 1 },
    nm('xnano', x), nm('ynano', y), nm('znano', z), nm('intensity', photons),
  ], frame.length)
  pieces.next()
  yield 'Ground-truth,frame,xnano,ynano,znano,intensity \n'
  yield* pieces
}
