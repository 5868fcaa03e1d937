// Tables of HDF5 files, read in a thread of its own for as long as such a file may take.
import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { StructLocError } from '../../../../core/errors.ts'
import type { ReadTable, TableReading } from '../../../../core/formats/read-table.ts'
import { fromCodedError } from '../../../contract/errors.ts'
import { entry } from '../../entries.ts'
import type { TableAnswer, TableTask } from './table-worker.ts'

/** A sound file is read at 50 MB/s or more; a machine that does much else at once is given its time. */
const patience_s = (bytes: number): number => 30 + bytes / 2 ** 20

/** A table of Picasso, DECODE or SMAP. Errors name the file and what is wrong with it, also of one that the library cannot cope with. */
export async function readHdf5InThread(path: string, reading: TableReading, seconds?: number): Promise<ReadTable> {
  const limit = seconds ?? patience_s((await stat(path)).size)
  const damaged = (why: string, cause?: unknown): StructLocError => new StructLocError('invalid-input', `${path} cannot be read as HDF5: ${why}, as happens with damaged files.`, { cause })
  const worker = new Worker(entry('table-worker'), { workerData: { path, reading } satisfies TableTask, resourceLimits: { maxOldGenerationSizeMb: 4096 }, stdout: true, stderr: true })
  // What the library says of each damaged byte.
  worker.stdout.resume()
  worker.stderr.resume()
  let timer: NodeJS.Timeout | undefined
  try {
    const answer = await new Promise<TableAnswer>((resolve, reject) => {
      timer = setTimeout(() => reject(damaged(`reading it came to no end within ${Math.round(limit)} s`)), limit * 1000)
      worker.once('message', resolve).once('error', (cause) => reject(damaged('reading it failed', cause)))
        .once('exit', () => reject(damaged('reading it broke off')))
    })
    if ('error' in answer) throw fromCodedError(answer.error)
    return answer.read
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
