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
    stale: (running, next) => running.frame !== next.frame,
    answered: (question) => log.push(name(question)),
    failed: () => log.push('failed'),
    busy: () => undefined,
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
  expect(log).toEqual(['0 0.1', '0 0.4'])
})

test('a question about another frame cancels the one under way, whose answer is not told', async () => {
  const { asked, log, latest } = asking()
  latest.want({ frame: 0, threshold: 0.5 })
  latest.want({ frame: 9, threshold: 0.5 })
  expect(asked[0].signal.aborted).toBe(true)
  await asked[0].answer()
  await asked[1].answer()
  expect(log).toEqual(['9 0.5'])
})

test('a known answer is told at once, and what is on its way for another frame is not told any more', async () => {
  const { asked, log, latest } = asking()
  latest.want({ frame: 0, threshold: 0.5 })
  latest.take({ frame: 1, threshold: 0.5 }, { frame: 1, threshold: 0.5 })
  expect(asked[0].signal.aborted).toBe(true)
  await asked[0].answer()
  latest.want({ frame: 2, threshold: 0.5 })
  latest.take({ frame: 2, threshold: 0.9 }, { frame: 2, threshold: 0.9 })
  expect(asked[1].signal.aborted).toBe(false)
  await asked[1].answer()
  expect(log).toEqual(['1 0.5', '2 0.9'])
})

test('a failure is told once, and the next question is asked all the same', async () => {
  const { asked, log, latest } = asking()
  latest.want({ frame: 0, threshold: 0.5 })
  await asked[0].fail()
  latest.want({ frame: 1, threshold: 0.5 })
  await asked[1].answer()
  expect(log).toEqual(['failed', '1 0.5'])
})
