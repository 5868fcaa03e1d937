// A study from its declaration to its document: trains, scores every network that is there, aggregates, draws. What is done is kept, so
// it may be killed and called again at any time.
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Positions } from '../../../core/geometry.ts'
import { studySchema, trainingsOf, type Study, type Training } from '../../../core/study/declaration.ts'
import { networkResultSchema, type NetworkResult } from '../../../core/study/network-result.ts'
import { studyDocument } from '../../../core/study/document.ts'
import { studyMovies } from '../../../core/study/test-movies.ts'
import { StructLocError } from '../../../core/errors.ts'
import { readRecipe } from '../calibration/recipe-psf.ts'
import { readJson, readJsonIfThere } from '../json-file.ts'
import { programVersion } from '../localize/provenance.ts'
import { scoreNetwork } from './score-network.ts'
import { networksOf, partsPlace, resultPath, trainingPlace, type StudyPlaces } from './study-folder.ts'
import { configOf, trainArms } from './train-arms.ts'
import { measureWindows } from './windows-file.ts'

export interface StudyOptions extends StudyPlaces {
  /** The declaration. */
  file: string
  /** Positions for the main test movies. */
  points?: Positions
  /** Score what is trained so far, train nothing. */
  trainNothing: boolean
  /** Train only what has no results yet, wherever the others were trained. */
  missingOnly?: boolean
  atOnce: number
  threads: number
  signal: AbortSignal
  notice(message: string): void
}

export interface StudyOutcome {
  networks: number
  expected: number
  document: string
}

/** @throws StructLocError 'invalid-input', 'not-found', 'cancelled' (what is done is kept), and those of the trainings */
export async function runStudy(options: StudyOptions): Promise<StudyOutcome> {
  const { file, points, signal, notice, threads } = options
  const study = await readJson(file, studySchema, 'a study')
  const recipe = await readRecipe(resolve(dirname(file), study.recipe))
  const places: StudyPlaces = { folder: resolve(options.folder), results: resolve(options.results), document: resolve(options.document) }
  await mkdir(places.results, { recursive: true })

  const score = async (training: Training): Promise<void> => {
    const folder = trainingPlace(places, training)
    for (const network of await networksOf(folder, study.targets)) {
      const names = { study: study.name, level: training.level.name, arm: training.arm.name, seed: training.seed, targets: network.targets }
      const config = await configOf(study, training, recipe, places)
      const movies = studyMovies(study, training.level, config, points)
      const { runtime, movies: all, ...scores } = await scoreNetwork(network.folder, config, movies, {
        parts: partsPlace(places, names), blockFrames: study.tests.block_frames, threads: threads || availableParallelism(), signal, notice,
      })
      // Pictures are shown of one training at its end.
      const pictured = network.final && training.seed === study.seeds[0]
      const results = pictured ? all : all.map((movie) => ({ ...movie, picture: undefined }))
      const path = resultPath(places, names)
      const before = await readResult(path)
      const same = before && before.sha256 === scores.sha256 && JSON.stringify(before.movies) === JSON.stringify(results)
      if (!same) {
        await writeResult(path, {
          schema: 1, ...names, final: network.final, config: { ...config }, ...scores, movies: results,
          machine: {
            cpu: cpus()[0]?.model ?? 'unknown', platform: `${process.platform} ${process.arch}`, node: process.versions.node,
            onnxruntime: runtime ?? before?.machine.onnxruntime ?? 'unknown', structloc: programVersion(), date: new Date().toISOString().slice(0, 10),
          },
        })
      }
    }
  }
  const hasResults = ({ level, arm, seed }: Training): boolean => [...study.milestones, study.targets]
    .every((targets) => existsSync(resultPath(places, { level: level.name, arm: arm.name, seed, targets })))
  // Networks are scored one after another, also where several train at once.
  let scoring: Promise<void> = Promise.resolve()
  const inTurn = (training: Training): Promise<void> => {
    scoring = scoring.then(async () => {
      await score(training)
      await writeDocument(study, places)
    })
    return scoring
  }
  try {
    if (options.trainNothing) for (const training of trainingsOf(study)) await inTurn(training)
    else await trainArms(study, recipe, places, { atOnce: options.atOnce, threads: Math.max(1, threads), leaveOut: options.missingOnly ? hasResults : undefined, signal, notice, onTrained: inTurn })
  } catch (error) {
    if (!signal.aborted) throw error
  }
  if (signal.aborted) throw new StructLocError('cancelled', `The study was stopped; the same command goes on with it.`)
  const results = await writeDocument(study, places)
  return {
    networks: results.length, expected: trainingsOf(study).length * (new Set([...study.milestones, study.targets]).size),
    document: places.document,
  }
}

async function readResult(path: string): Promise<NetworkResult | undefined> {
  return readJsonIfThere(path, networkResultSchema).catch(() => undefined)
}

/** All results of a study's folder, those of another study left out. */
export async function readResults(folder: string, study?: string): Promise<NetworkResult[]> {
  const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : []
  const results: NetworkResult[] = []
  for (const name of names.filter((one) => /^[^/\\]+[/\\][^/\\]+-\d+-\d+\.json$/.test(one)).toSorted()) {
    const result = await readJson(join(folder, name), networkResultSchema, 'a result of a study')
    if (study === undefined || result.study === study) results.push(result)
  }
  return results
}

/** Document and figures from the result files. */
export async function writeDocument(study: Study, { results: folder, document }: Pick<StudyPlaces, 'results' | 'document'>): Promise<NetworkResult[]> {
  const results = await readResults(folder, study.name)
  const windows = await measureWindows(folder, results)
  const { text, figures } = studyDocument(study, results, windows, relative(dirname(document), join(folder, 'figures')).split(sep).join('/'))
  await writeFile(document, text)
  await mkdir(join(folder, 'figures'), { recursive: true })
  for (const { name, svg } of figures) await writeFile(join(folder, 'figures', name), svg)
  return results
}

/** A line a movie, so that differences of two results can be read. */
async function writeResult(path: string, { movies, ...head }: NetworkResult): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const text = `${JSON.stringify(head, undefined, 1).slice(0, -2)},\n "movies": [\n${movies.map((movie) => JSON.stringify(movie)).join(',\n')}\n ]\n}\n`
  await writeFile(`${path}.part`, text)
  await rename(`${path}.part`, path)
}

/** The declaration of a study, checked. */
export async function readStudy(file: string): Promise<Study> {
  return studySchema.parse(JSON.parse(await readFile(file, 'utf8')))
}
