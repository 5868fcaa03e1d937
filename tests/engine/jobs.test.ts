// The queue of jobs: one at a time in each lane, told of as they go, cancelled and resumed.
import { afterEach, describe, expect, test } from 'vitest'
import { StructLocError } from '../../core/errors.ts'
import { jobKinds, type Job, type JobKind } from '../../electron/contract/jobs.ts'
import { JobQueue, type JobWork } from '../../electron/engine/jobs/job-queue.ts'
import { Workspace } from '../../electron/engine/workspace/workspace.ts'

const open: Workspace[] = []
afterEach(() => { for (const workspace of open.splice(0)) workspace.close() })

const everyKind = (work: JobWork): Record<JobKind, JobWork> => Object.fromEntries(jobKinds.map((kind) => [kind, work])) as Record<JobKind, JobWork>

function queueOf(work: Partial<Record<Job['kind'], JobWork>>): { queue: JobQueue; states: string[] } {
  const workspace = Workspace.open(':memory:')
  open.push(workspace)
  const nothing: JobWork = async () => undefined
  const queue = new JobQueue(workspace.jobs, { ...everyKind(nothing), ...work })
  const states: string[] = []
  queue.on({ state: ({ id, state }) => { states.push(`${id} ${state}`) } })
  return { queue, states }
}
const untilAborted: JobWork = (_args, { signal }) => new Promise((_, reject) => {
  signal.addEventListener('abort', () => reject(new StructLocError('cancelled', 'stopped half-way')))
})

describe('jobs', () => {
  test('run one after another and give their results', async () => {
    const order: unknown[] = []
    const { queue, states } = queueOf({
      simulate: async (args) => {
        order.push(args)
        await new Promise((resolve) => setTimeout(resolve, 5))
        order.push('end')
        return args
      },
    })
    const jobs = [queue.start('simulate', { n: 1 }), queue.start('simulate', { n: 2 })]
    expect(await Promise.all(jobs.map(({ id }) => queue.wait(id)))).toEqual([{ n: 1 }, { n: 2 }])
    expect(order).toEqual([{ n: 1 }, 'end', { n: 2 }, 'end'])
    expect(states).toEqual(['1 queued', '2 queued', '1 running', '1 done', '2 running', '2 done'])
  })

  test('tell how far they are, and the table keeps it', async () => {
    const progress = { done: 5, total: 10, unit: 'frames', rate_hz: 2, secondsLeft: 2.5, message: 'half' }
    const { queue } = queueOf({ localize: async (_args, { report }) => report(progress) })
    const seen: unknown[] = []
    queue.on({ progress: (event) => { seen.push(event) } })
    const { id } = queue.start('localize', {})
    await queue.wait(id)
    expect(seen).toEqual([{ ...progress, jobId: id }])
    expect(queue.list()[0]).toMatchObject({ state: 'done', progress })
  })

  test('that fail keep their reason, and the next one runs', async () => {
    const { queue } = queueOf({ evaluate: async () => { throw new StructLocError('not-found', 'truth.csv does not exist') } })
    const failing = queue.start('evaluate', {})
    const next = queue.start('simulate', {})
    await expect(queue.wait(failing.id)).rejects.toThrow('truth.csv does not exist')
    await queue.wait(next.id)
    expect(queue.list()).toMatchObject([{ state: 'failed', error: { code: 'not-found', message: 'truth.csv does not exist' } }, { state: 'done', error: undefined }])
  })

  test('are cancelled while they run or before they begin', async () => {
    const { queue } = queueOf({ localize: untilAborted })
    const [running, waiting] = [queue.start('localize', {}), queue.start('localize', {})]
    const results = Promise.allSettled([queue.wait(running.id), queue.wait(waiting.id)])
    await new Promise((resolve) => setTimeout(resolve, 5))
    queue.cancel(waiting.id)
    queue.cancel(running.id)
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(queue.list()).toMatchObject([{ state: 'cancelled', startedAt: expect.any(Number) }, { state: 'cancelled', startedAt: undefined }])
  })

  test('that were cut off go on when resumed; finished ones and kinds that keep nothing do not', async () => {
    const given: unknown[] = []
    let attempts = 0
    const { queue } = queueOf({
      localize: async (args) => {
        given.push(args)
        if (++attempts === 1) throw new StructLocError('process-died', 'no memory')
      },
      evaluate: async () => { throw new StructLocError('invalid-input', 'no') },
    })
    const { id } = queue.start('localize', { movie: 'a.tif' })
    await expect(queue.wait(id)).rejects.toThrow('no memory')
    queue.resume(id)
    await queue.wait(id)
    expect(given).toEqual([{ movie: 'a.tif' }, { movie: 'a.tif', resume: true }])
    expect(() => queue.resume(id)).toThrow(/is done/)
    const other = queue.start('evaluate', {})
    await expect(queue.wait(other.id)).rejects.toThrow('no')
    expect(() => queue.resume(other.id)).toThrow(/keeps nothing to go on from/)
    expect(() => queue.resume(99)).toThrow('There is no job 99.')
  })

  test('of different lanes run beside each other: a training does not hold up a localization', async () => {
    const { queue, states } = queueOf({ train: untilAborted, localize: async () => 'rows' })
    const training = queue.start('train', {})
    const first = queue.start('localize', {})
    const second = queue.start('localize', {})
    expect(await queue.wait(second.id)).toBe('rows')
    expect(states.indexOf(`${first.id} done`)).toBeLessThan(states.indexOf(`${second.id} running`))
    expect(queue.list().find(({ id }) => id === training.id)?.state).toBe('running')
    queue.cancel(training.id)
    await expect(queue.wait(training.id)).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('that are done give their result also in a later life of the program', async () => {
    const workspace = Workspace.open(':memory:')
    open.push(workspace)
    const work = async (): Promise<unknown> => ({ jaccard: 0.5, rmse: null })
    const works = everyKind(work)
    const before = new JobQueue(workspace.jobs, works)
    const { id } = before.start('evaluate', {})
    await before.wait(id)
    const after = new JobQueue(workspace.jobs, works)
    expect(await after.wait(id)).toEqual({ jaccard: 0.5, rmse: null })
    await expect(after.wait(7)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('are stopped and waited for when the engine closes, and can be resumed: nobody cancelled them', async () => {
    const { queue, states } = queueOf({ train: untilAborted })
    queue.start('train', {})
    await new Promise((resolve) => setTimeout(resolve, 5))
    await queue.close()
    expect(states.at(-1)).toBe('1 interrupted')
  })
})
