// What ending the window would cut off or lose.
import { describe, expect, it } from 'vitest'
import { checkPageMessage } from '../../../../electron/security/page-message.ts'
import type { Job } from '../../../../electron/contract/jobs.ts'
import { openWork } from '../../../../renderer/shell/open-work.ts'

const job = (id: number, state: Job['state'], kind: Job['kind'] = 'localize', movie = `/data/${id}.tif`): Job =>
  ({ id, kind, state, args: { movie, model: 'csr', out: movie }, progress: undefined, error: undefined, createdAt: 0, startedAt: undefined, endedAt: undefined })

describe('open work', () => {
  it('is none where all jobs are over and everything is saved', () => {
    expect(openWork([], [])).toBe(undefined)
    expect(openWork(['done', 'failed', 'cancelled', 'interrupted'].map((state, i) => job(i, state as Job['state'])), [])).toBe(undefined)
  })

  it('names what runs before what waits, and the rest by its number', () => {
    expect(openWork([job(1, 'queued'), job(2, 'running')], [])).toEqual({ running: ['Localize: csr · 2.tif', 'Localize: csr · 1.tif'], resumable: true, unsaved: [] })
    expect(openWork(Array.from({ length: 9 }, (_, i) => job(i, 'queued')), [])!.running.at(-1)).toBe('and 4 more')
  })

  it('can be resumed only where every job keeps what it found', () => {
    expect(openWork([job(1, 'running'), job(2, 'queued', 'train')], [])!.resumable).toBe(true)
    expect(openWork([job(1, 'running'), job(2, 'queued', 'simulate')], [])!.resumable).toBe(false)
  })

  it('is what was not saved, also without a job', () => {
    expect(openWork([], ['The PSF was not saved.'])).toEqual({ running: [], resumable: true, unsaved: ['The PSF was not saved.'] })
  })

  it('always passes the main process’s door', () => {
    const long = openWork(Array.from({ length: 30 }, (_, i) => job(i, 'running', 'localize', `/${'x'.repeat(4000)}.tif`)), ['a', 'b'])
    expect(checkPageMessage('window:busy', long).ok).toBe(true)
  })
})
