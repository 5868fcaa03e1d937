// A run that is killed or stopped goes on where it was and gives the table it would have given.
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Workspace } from '../../electron/engine/workspace/workspace.ts'
import { said, spotModel, startStructloc, structloc } from '../fixtures/structloc.ts'

const folder = mkdtempSync(join(tmpdir(), 'structloc-resume-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string): string => join(folder, name)

// 256 frames a chunk: about ten chunks.
const frames = 2500
const localize = (out: string, ...more: string[]): string[] =>
  ['localize', file('m.tif'), '--model', spotModel, '--provider', 'cpu', '--out', file(out), ...more]
const afterFirstChunk = /\d+ of \d+ frames/

beforeAll(async () => {
  const simulated = await structloc(['simulate', '--out', file('m.tif'), '--emitters-per-frame', '10', '--photons', '5000', '--background', '50',
    '--frames', String(frames), '--size', '64', '--seed', '9'])
  const whole = await structloc(localize('whole.csv'))
  if (simulated.code !== 0 || whole.code !== 0) throw new Error(simulated.stderr + whole.stderr)
})

describe('kill -9 in the middle', () => {
  test('--resume goes on after the last chunk and ends with the same csv, byte for byte', async () => {
    const { child, finished } = startStructloc(localize('killed.csv'))
    await said(child, afterFirstChunk)
    child.kill('SIGKILL')
    expect((await finished).code).toBe(null)
    expect(existsSync(file('killed.csv'))).toBe(false)

    const { code, stdout, stderr } = await structloc(localize('killed.csv', '--resume', '--json'))
    expect(code).toBe(0)
    expect(stderr).toMatch(/Going on after frame \d+/)
    const { resumedAfter, frames: done } = JSON.parse(stdout) as { resumedAfter: number; frames: number }
    expect(resumedAfter).toBeGreaterThanOrEqual(256)
    expect(resumedAfter).toBeLessThan(frames)
    expect(done).toBe(frames)
    expect(readFileSync(file('killed.csv')).equals(readFileSync(file('whole.csv')))).toBe(true)
  })

  test('in a workspace that is kept: the job is marked interrupted, the run goes on', async () => {
    const workspace = ['--workspace', file('kept.sqlite')]
    const { child, finished } = startStructloc(localize('kept.csv', ...workspace))
    await said(child, afterFirstChunk)
    child.kill('SIGKILL')
    await finished
    const { code } = await structloc(localize('kept.csv', ...workspace, '--resume'))
    expect(code).toBe(0)
    expect(readFileSync(file('kept.csv')).equals(readFileSync(file('whole.csv')))).toBe(true)
    const opened = Workspace.open(file('kept.sqlite'))
    expect(opened.jobs.list().map(({ state }) => state)).toEqual(['interrupted', 'done'])
    expect(opened.runs.list()).toHaveLength(1)
    opened.close()
  })
})

describe('Ctrl+C', () => {
  test('keeps what was found, says how to go on, exits with 1; --resume ends with the same csv', async () => {
    const { child, finished } = startStructloc(localize('stopped.csv'))
    await said(child, afterFirstChunk)
    child.kill('SIGINT')
    const { code, stderr } = await finished
    expect(code).toBe(1)
    expect(stderr).toMatch(/Stopped after frame \d+ of 2500; .*--resume/)
    const part = readFileSync(file('stopped.csv'), 'utf8')
    expect(readFileSync(file('whole.csv'), 'utf8').startsWith(part)).toBe(true)
    expect(JSON.parse(readFileSync(file('stopped.json'), 'utf8'))).toMatchObject({ complete: false })
    expect((await structloc(localize('stopped.csv', '--resume'))).code).toBe(0)
    expect(readFileSync(file('stopped.csv')).equals(readFileSync(file('whole.csv')))).toBe(true)
  })
})

describe('a run that cannot go on says what differs', () => {
  beforeAll(async () => {
    const { child, finished } = startStructloc(localize('other.csv'))
    await said(child, afterFirstChunk)
    child.kill('SIGINT')
    await finished
  })

  test('another threshold', async () => {
    const { code, stderr } = await structloc(localize('other.csv', '--resume', '--threshold', '0.3'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/cannot go on: decoding was .*0\.45.* now it is .*0\.3/)
  })

  test('other frames', async () => {
    const { code, stderr } = await structloc(localize('other.csv', '--resume', '--frames', '1:1000'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/the range of frames was 1:2500, now it is 1:1000/)
  })

  test('a movie that was changed since', async () => {
    const later = new Date(Date.now() + 60_000)
    utimesSync(file('m.tif'), later, later)
    const { code, stderr } = await structloc(localize('other.csv', '--resume'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/the movie's date of change was/)
  })
})

describe('workspaces that cannot be used', () => {
  test('in use by another process', async () => {
    const mine = Workspace.open(file('shared.sqlite'))
    const { code, stderr } = await structloc(localize('second.csv', '--workspace', file('shared.sqlite')))
    mine.close()
    expect(code).toBe(1)
    expect(stderr).toMatch(/shared\.sqlite is in use by another process/)
  })

  test('a file of another kind is left alone', async () => {
    writeFileSync(file('letter.txt'), 'Dear reader, this is a letter and not a database; it is long enough to be taken for one, though.\n'.repeat(20))
    const before = readFileSync(file('letter.txt'), 'utf8')
    const { code, stderr } = await structloc(localize('x.csv', '--workspace', file('letter.txt')))
    expect(code).toBe(1)
    expect(stderr).toMatch(/letter\.txt is not a StructLoc workspace/)
    expect(readFileSync(file('letter.txt'), 'utf8')).toBe(before)
  })
})
