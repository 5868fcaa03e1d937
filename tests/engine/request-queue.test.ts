// The order in which the inference process does what it is asked.
import { expect, test } from 'vitest'
import { mixtureLayout } from '../../core/model/output-layout.ts'
import type { Asked } from '../../electron/inference/protocol.ts'
import { RequestQueue } from '../../electron/inference/request-queue.ts'

const place = { left: 0, top: 0, width: 1, height: 1, frameLeft: 0, frameTop: 0, frameWidth: 1 }
const run = (id: number, urgent = false): Asked => ({ kind: 'run', id, session: 1, photons: new Float32Array(3), frames: 1, width: 1, height: 1, place, layout: mixtureLayout, floor: 0.02, dense: false, urgent })
const open = (id: number): Asked => ({ kind: 'open', id, session: id, path: 'model.onnx', provider: 'cpu', threads: 1 })
const order = (...asked: Asked[]): RequestQueue => {
  const queue = new RequestQueue()
  for (const one of asked) queue.add(one)
  return queue
}
function rest(queue: RequestQueue): number[] {
  const ids: number[] = []
  for (let next = queue.next(); next; next = queue.next()) ids.push(next.id)
  return ids
}

test('what somebody waits for goes before the runs of jobs, in the order in which it was asked', () => {
  expect(rest(order(run(1), run(2), run(3, true), run(4), run(5, true)))).toEqual([3, 5, 1, 2, 4])
})

test('opening and closing a model keep their place: an urgent run never comes before the opening of its model', () => {
  expect(rest(order(open(1), run(2), run(3, true)))).toEqual([1, 3, 2])
  expect(rest(order(run(1), open(2), run(3, true)))).toEqual([3, 1, 2])
})

test('a run that is no longer wanted is not done, an opening always is', () => {
  const queue = order(open(1), run(2), run(3, true))
  for (const id of [1, 2, 99]) queue.drop(id)
  expect(rest(queue)).toEqual([1, 3])
})
