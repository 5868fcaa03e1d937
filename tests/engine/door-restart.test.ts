// Jobs through the door over lives of the program: a batch as a queue, closed in the middle, resumed to the same tables.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Job } from '../../electron/contract/jobs.ts'
import { connected, csrMovie, temporary, type OpenedDoor } from '../fixtures/door.ts'
import { spotModel } from '../fixtures/structloc.ts'

const { folder, file, remove } = temporary('restart')
const workspace = file('w.sqlite')
const movies = ['a', 'b', 'c']
const frames = 700
const args = (name: string, out = name): unknown => ({ movie: file(`${name}.tif`), model: spotModel, out: file(`${out}.csv`), provider: 'cpu' })

beforeAll(async () => {
  const { engine, close } = connected(folder)
  for (const [seed, name] of movies.entries()) await engine.run('simulate', csrMovie(file(`${name}.tif`), frames, { seed }))
  await close()
})
afterAll(remove)

const finished = async ({ window }: OpenedDoor, jobs: readonly Job[]): Promise<void> => {
  for (const { id } of jobs) await window.call('result', { job: id })
}

test('a batch of movies stands as a queue, is cut off by the end of the program, and goes on to the tables of an undisturbed run', async () => {
  const undisturbed = connected(folder)
  await finished(undisturbed, await Promise.all(movies.map((name) => undisturbed.window.call('start', { kind: 'localize', args: args(name, `whole-${name}`) }))))
  await undisturbed.close()

  const first = connected(folder, { workspace })
  const running = new Promise<void>((resolve) => { first.window.on('rows', ({ jobId }) => { if (jobId === 2) resolve() }) })
  const jobs = await Promise.all(movies.map((name) => first.window.call('start', { kind: 'localize', args: args(name) })))
  expect(jobs.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued'])
  await running
  await first.close()

  const second = connected(folder, { workspace })
  const before = await second.window.call('jobs', {})
  expect(before.map(({ state }) => state)).toEqual(['done', 'interrupted', 'interrupted'])
  const [, half] = await second.window.call('runs', {})
  expect(half).toMatchObject({ job: jobs[1].id, finished: false, out: file('b.csv') })
  expect(half.rows).toBeGreaterThan(0)
  const partly = await second.window.call('runRows', { run: half.run })
  expect(partly).toMatchObject({ finished: false, doneUntil: half.doneUntil })

  const resumed = await Promise.all(jobs.slice(1).map(({ id }) => second.window.call('resume', { job: id })))
  await finished(second, resumed)
  expect((await second.window.call('jobs', {})).map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  for (const name of movies) expect(readFileSync(file(`${name}.csv`), 'utf8')).toBe(readFileSync(file(`whole-${name}.csv`), 'utf8'))
  await second.close()
})
