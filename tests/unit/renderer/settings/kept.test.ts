import { nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keptSettings } from '../../../../renderer/settings/kept.ts'

const usual = { mode: 'side', width: 1 as number, pair: [0, 1], photons: undefined as number | undefined }

describe('settings of a part of the window', () => {
  const storage = new Map<string, string>()
  beforeEach(() => {
    storage.clear()
    vi.stubGlobal('localStorage', { getItem: (key: string) => storage.get(key) ?? null, setItem: (key: string, value: string) => { storage.set(key, value) } })
  })
  afterEach(() => { vi.unstubAllGlobals() })

  it('are as they were left', async () => {
    const settings = keptSettings('part', usual)
    expect(settings).toEqual(usual)
    settings.width = 7
    settings.pair[1] = 5
    settings.photons = 800
    await nextTick()
    expect(keptSettings('part', usual)).toEqual({ mode: 'side', width: 7, pair: [0, 5], photons: 800 })
    expect(usual.pair).toEqual([0, 1])
  })

  it('are as usual where what was kept is of another type, unknown, or cannot be read', () => {
    storage.set('structloc-part', JSON.stringify({ mode: 3, width: 2, pair: {}, gone: true }))
    expect(keptSettings('part', usual)).toEqual({ ...usual, width: 2 })
    storage.set('structloc-part', '{')
    expect(keptSettings('part', usual)).toEqual(usual)
  })

  it('are as usual where the part refuses what was kept', () => {
    storage.set('structloc-part', JSON.stringify({ mode: 'upside down', width: 2 }))
    expect(keptSettings('part', usual, ({ mode }) => mode === 'side')).toEqual(usual)
  })

  it('live as long as the window where there is no storage', async () => {
    vi.stubGlobal('localStorage', undefined)
    const settings = keptSettings('part', usual)
    settings.width = 3
    await nextTick()
    expect(settings.width).toBe(3)
  })
})
