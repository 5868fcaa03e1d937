// A worker thread that reads one table of an HDF5 file and answers. The library is C: over a damaged file it may run without end or
// take all memory it can get, and a thread can be stopped, with its memory given back.
import { parentPort, workerData } from 'node:worker_threads'
import type { NumberColumn } from '../../../../core/formats/column-layout.ts'
import type { ReadTable, TableReading } from '../../../../core/formats/read-table.ts'
import { toCodedError, type CodedError } from '../../../contract/errors.ts'
import { readHdf5Table } from './hdf5-tables.ts'

export interface TableTask {
  path: string
  reading: TableReading
}
export type TableAnswer = { read: ReadTable } | { error: CodedError }

const { path, reading } = workerData as TableTask
const say = (answer: TableAnswer, columns: readonly NumberColumn[] = []): void =>
  parentPort!.postMessage(answer, [...new Set(columns.map(({ buffer }) => buffer as ArrayBuffer))])

readHdf5Table(path, reading).then(
  (read) => say({ read }, [...Object.values(read.table), ...Object.values(read.further ?? {})] as NumberColumn[]),
  (error: unknown) => say({ error: toCodedError(error) }),
)
