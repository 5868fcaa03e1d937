// The desktop window's security rules, each by itself.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appPageName, isAppAddress } from '../../../electron/security/app-address.ts'
import { externalLink, mayNavigate, mayRequest } from '../../../electron/security/navigation.ts'
import { checkPageMessage, type CheckedMessages } from '../../../electron/security/page-message.ts'
import { isPermitted } from '../../../electron/security/permissions.ts'
import { isOwnSender } from '../../../electron/security/sender.ts'
import { windowPreferences } from '../../../electron/security/window-preferences.ts'

const foreign = [
  'https://example.org/', 'http://structloc/', 'file:///etc/passwd', 'app://elsewhere/', 'app://structloc.evil/', 'app://structloc@evil/', 'app:structloc', 'apps://structloc/',
  'data:text/html,x', 'javascript:alert(1)', 'about:blank', 'blob:https://example.org/1', '', ' app://structloc/', 'app://structlocx/',
]

describe('an address', () => {
  test.each(['app://structloc', 'app://structloc/', 'app://structloc/index.html', 'app://structloc/assets/a-1.js'])('%s is the window\'s own', (address) => {
    expect(isAppAddress(address)).toBe(true)
    expect(mayNavigate(address)).toBe(true)
  })
  test.each(foreign)('\'%s\' is foreign: not shown, not listened to, no permissions', (address) => {
    expect(isAppAddress(address)).toBe(false)
    expect(mayNavigate(address)).toBe(false)
    expect(isOwnSender({ address, isTop: true, isOwnWindow: true })).toBe(false)
    expect(isPermitted('clipboard-sanitized-write', address)).toBe(false)
  })
  test.each([['app://structloc/', 'index.html'], ['app://structloc', 'index.html'], ['app://structloc/assets/a-1.js', 'assets/a-1.js'], ['app://structloc/index.html?x#y', 'index.html']])('%s names the file %s', (address, name) => {
    expect(appPageName(address)).toBe(name)
  })
  test.each(['app://structloc/../package.json', 'app://structloc/%2e%2e/package.json', 'app://structloc//etc/passwd', String.raw`app://structloc/..\package.json`, 'app://structloc/assets/', 'app://structloc/a\0b', 'app://elsewhere/index.html', 'file:///index.html'])('\'%s\' names no file', (address) => {
    expect(appPageName(address)).toBe(undefined)
  })
  test('never names a file with two dots as a folder, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('.', '/', '%', '2', 'e', 'f', '\\', 'a', '-') }), (path) => {
      expect(appPageName(`app://structloc/${path}`)?.split('/') ?? []).not.toContain('..')
    }))
  })
})

describe('what the page may ask for', () => {
  test.each(['app://structloc/assets/a.js', 'data:image/png;base64,AA', 'blob:app://structloc/0f', 'devtools://devtools/bundled/x.js'])('%s: its own', (address) => expect(mayRequest(address)).toBe(true))
  test.each(['https://example.org/', 'http://127.0.0.1:80/', 'ws://structloc/engine', 'file:///etc/passwd', 'blob:https://example.org/1', 'ftp://x/', 'app://other/'])('%s: not', (address) => expect(mayRequest(address)).toBe(false))
})

describe('a link', () => {
  test.each(['https://doi.org/10.1038/s41592-021-01236-x', 'https://github.com/a/b', 'https://arxiv.org/abs/1'])('%s goes to the system\'s browser', (address) => expect(externalLink(address)).toBe(address))
  test.each(['http://doi.org/x', 'https://doi.org.evil.example/', 'https://doi.org:8443/', 'https://user:pass@doi.org/', 'https://evil.example/doi.org', 'file:///etc/passwd', 'smb://host/share', 'javascript:alert(1)', 'no address', ''])('\'%s\' goes nowhere', (address) => {
    expect(externalLink(address)).toBe(undefined)
  })
})

describe('permissions', () => {
  test('copying is given, and nothing else', () => {
    expect(isPermitted('clipboard-sanitized-write', 'app://structloc/')).toBe(true)
    for (const permission of ['clipboard-read', 'media', 'geolocation', 'notifications', 'midi', 'pointerLock', 'openExternal', 'fullscreen', 'hid', 'serial', 'usb', 'fileSystem', 'window-management', 'unknown']) {
      expect(isPermitted(permission, 'app://structloc/'), permission).toBe(false)
    }
  })
})

describe('the sender of a message', () => {
  test('is the top frame of the window\'s own page', () => {
    const own = { address: 'app://structloc/', isTop: true, isOwnWindow: true }
    expect(isOwnSender(own)).toBe(true)
    for (const other of [{ isTop: false }, { isOwnWindow: false }, { address: undefined }, { address: 'https://example.org/' }]) expect(isOwnSender({ ...own, ...other })).toBe(false)
  })
})

describe('a message of the page', () => {
  const good: [keyof CheckedMessages, unknown][] = [
    ['files:open', { title: 'Open', filters: [{ name: 'Movies', extensions: ['tif', 'ome.tif', '*'] }], multiple: true, folders: undefined }], ['files:save', { title: 'Save', suggested: 'out.csv' }],
    ['files:show', '/data/out.csv'], ['files:ready', undefined], ['engine:connect', undefined], ['engine:restart', undefined], ['window:progress', 0.5], ['window:progress', null], ['window:busy', { running: ['x'], resumable: true, unsaved: ['y'] }], ['window:busy', null], ['window:theme', 'light'], ['window:recent', ['/a.tif']],
  ]
  test.each(good)('%s with %j is taken', (message, value) => expect(checkPageMessage(message, value).ok).toBe(true))
  const bad: [keyof CheckedMessages, unknown][] = [
    ['files:open', undefined], ['files:open', { title: 5 }], ['files:open', { title: 'x', properties: ['openDirectory'] }], ['files:open', { title: 'x'.repeat(501) }], ['files:open', { title: 'x', filters: [{ name: 'x', extensions: ['../x'] }] }],
    ['files:save', { title: 'x' }], ['files:save', { title: 'x', suggested: '' }], ['files:save', { title: 'x', suggested: 'a\0b' }], ['files:show', 'relative'], ['files:show', ''], ['files:show', '/a\0'],
    ['engine:connect', {}], ['engine:restart', 1], ['files:ready', 'x'], ['window:progress', 2], ['window:progress', -1], ['window:progress', Number.NaN], ['window:progress', '1'], ['window:theme', 'blue'], ['window:busy', 5], ['window:busy', 'x'], ['window:busy', { running: ['x'.repeat(501)], resumable: true, unsaved: [] }], ['window:busy', { running: Array(21).fill('x'), resumable: true, unsaved: [] }], ['window:busy', { running: [], resumable: true, unsaved: [], more: 1 }],
    ['window:recent', '/a'], ['window:recent', ['a.tif']], ['window:recent', Array.from({ length: 21 }, () => '/a')],
  ]
  test.each(bad)('%s with %j is refused', (message, value) => expect(checkPageMessage(message, value).ok).toBe(false))
})

test('the page is held apart by every means Electron has', () => {
  expect(windowPreferences('/preload.cjs')).toMatchObject({
    preload: '/preload.cjs', sandbox: true, contextIsolation: true, webSecurity: true,
    nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, navigateOnDragDrop: false,
  })
})
