import { describe, expect, it } from 'vitest'
import { duration } from '../../../../renderer/jobs/words.ts'

describe('times in words', () => {
  it.each([[0.4, '0 s'], [59.4, '59 s'], [60, '1 min 0 s'], [3599, '59 min 59 s'], [3661, '1 h 1 min'], [Infinity, '–']])('%d seconds are %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text)
  })
})
