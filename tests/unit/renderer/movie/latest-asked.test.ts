import { expect, test } from 'vitest'
import { LatestAsked } from '../../../../renderer/preview/latest-asked.ts'

interface Question { frame: number; threshold: number }

/** Questions whose answers come when the test says so. */
function asking() {
  const asked: { question: Question; signal: AbortSignal; answer: () => Promise<void>; fail: () => Promise<void> }[] = []
  const log: string[] = []
  const name = ({ frame, threshold }: Question): string => `${frame} ${threshold}`
  const latest = new LatestAsked<Question, Question>({
    run(question, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Question>()
      signal.addEventListener('abort', () => reject(new Error('cancelled')))
      const settled = async (): Promise<void> => { for (let i = 0; i < 5; i++) await Promise.resolve() }
      asked.push({ question, signal, answer: () => (resolve(question), settled()), fail: () => (reject(new Error('no')), settled()) })
      return promise
    },
    serves: (running, next) => name(running) === name(next),
    stale: (running, next) => running.frame !== next.frame,
    answered: (question) => log.push(name(question)),
    failed: () => log.push('failed'),
    busy: () => undefined,
    idle: () => log.push('idle'),
  })
  return { asked, log, latest }
}

test('of thresholds that a slider passes only the newest is asked after the one under way, and both are told', async () => {
  const { asked, log, latest } = asking()
  for (const threshold of [0.1, 0.2, 0.3, 0.4]) latest.want({ frame: 0, threshold })
  expect(asked).toHaveLength(1)
  await asked[0].answer()
  expect(asked.map(({ question }) => question.threshold)).toEqual([0.1, 0.4])
  await asked[1].answer()
  expect(log).toEqual(['0 0.1', '0 0.4', 'idle'])
})

test('a question about another frame cancels the one under way, whose answer is not told', async () => {
  const { asked, log, latest } = asking()
  latest.want({ frame: 0, threshold: 0.5 })
  latest.want({ frame: 9, threshold: 0.5 })
  expect(asked[0].signal.aborted).toBe(true)
  await asked[0].answer()
  await asked[1].answer()
  expect(log).toEqual(['9 0.5', 'idle'])
})

test('a spare question gives way, is not told, and counts where it becomes the wanted one', async () => {
  const { asked, log, latest } = asking()
  latest.spare({ frame: 1, threshold: 0.5 })
  latest.want({ frame: 5, threshold: 0.5 })
  expect(asked[0].signal.aborted).toBe(true)
  await asked[0].answer()
  await asked[1].answer()
  latest.spare({ frame: 6, threshold: 0.5 })
  latest.want({ frame: 6, threshold: 0.5 })
  expect(asked).toHaveLength(3)
  await asked[2].answer()
  expect(log).toEqual(['5 0.5', 'idle', '6 0.5', 'idle'])
})

test('a failure is told once and nothing is asked by itself after it', async () => {
  const { asked, log, latest } = asking()
  latest.want({ frame: 0, threshold: 0.5 })
  await asked[0].fail()
  expect(log).toEqual(['failed'])
})
