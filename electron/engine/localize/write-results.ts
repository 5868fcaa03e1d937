// The tables of a run, from the chunks in the workspace: csv, Arrow, and how they came about.
import { resolve } from 'node:path'
import { concatTables, createLocalizations } from '../../../core/localizations/table.ts'
import { decodeChunk } from '../../../core/formats/arrow.ts'
import type { LocalizeResult } from '../../contract/results.ts'
import { writeLocalizations } from '../tables/write-tables.ts'
import { placeFile } from '../tables/place-file.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { ProviderReport } from '../../inference/protocol.ts'
import { besides } from './movie-description.ts'
import type { Prepared } from './prepare.ts'
import { provenanceDocument, provenancePath } from './provenance.ts'

export interface RunFacts extends Pick<Prepared, 'model' | 'camera' | 'cameraFrom' | 'pixelSize' | 'pixelSizeFrom' | 'decoding' | 'run'> {
  provider: ProviderReport
  runtime: string | undefined
  warnings: readonly string[]
}

/** Writes OUT.csv, OUT.arrow and OUT.json. */
export async function writeResults(out: string, workspace: Workspace, runId: number, facts: RunFacts): Promise<Pick<LocalizeResult, 'out' | 'arrow' | 'provenance' | 'localizations'>> {
  const { runs } = workspace
  const { seconds, first, end } = runs.get(runId)
  const done = runs.doneUntil(runId)
  const chunks = [...runs.chunks(runId)].filter((chunk) => chunk.first < done.end).map(({ data }) => decodeChunk(data))
  const table = chunks.length ? concatTables(chunks) : createLocalizations(0)
  const csv = resolve(out)
  const [arrow, provenance] = [besides(csv, '.arrow'), provenancePath(csv, facts.run.movie.path)]
  await writeLocalizations(csv, arrow, table, { movie: facts.run.movie.path, model: facts.model.card.id, sha256: facts.model.card.sha256 })
  const document = provenanceDocument({
    ...facts, movie: facts.run.movie, card: facts.model.card, modelFolder: facts.model.folder,
    first, end, seconds, localizations: table.frame.length, framesDone: done.end - first,
  })
  await placeFile(provenance, [`${JSON.stringify(document, null, 2)}\n`])
  return { out: csv, arrow, provenance, localizations: table.frame.length }
}
