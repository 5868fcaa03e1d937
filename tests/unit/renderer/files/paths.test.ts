// Paths of another machine, as text.
import { expect, test } from 'vitest'
import { hasExtension, isAbsolutePath, joinPath, sizeText, splitPath, withExtension } from '../../../../renderer/files/paths.ts'

test.each([['/data/a.tif', '/data', 'a.tif'], ['/a.tif', '/', 'a.tif'], ['C:\\data\\a.tif', 'C:\\data', 'a.tif'], ['a.tif', undefined, 'a.tif'], ['/data/x\\y.tif', '/data', 'x\\y.tif']])('%s is split into folder and name, and joined again', (path, folder, name) => {
  expect(splitPath(path)).toEqual({ folder, name })
  if (folder !== undefined) expect(joinPath(folder, name)).toBe(path)
})

test('a path is absolute on the machine it belongs to, not on this one', () => {
  expect(['/a', 'C:\\a', 'c:/a', '\\\\server\\share'].every(isAbsolutePath)).toBe(true)
  expect(['a', './a', '..\\a', ''].some(isAbsolutePath)).toBe(false)
})

test('a filter takes its extensions in any case, compound ones too', () => {
  expect(hasExtension('A.TIF', ['tif'])).toBe(true)
  expect(hasExtension('a.ome.tif', ['ome.tif'])).toBe(true)
  expect(hasExtension('atif', ['tif'])).toBe(false)
  expect(hasExtension('anything', ['*'])).toBe(true)
  expect(hasExtension('anything', undefined)).toBe(true)
})

test('a name to save under gets the extension that it lacks', () => {
  expect(withExtension('locs', ['csv'])).toBe('locs.csv')
  expect(withExtension('locs.CSV', ['csv'])).toBe('locs.CSV')
  expect(withExtension('v1.2', ['csv'])).toBe('v1.2.csv')
})

test('sizes are told in powers of a thousand (SI)', () => {
  expect([0, 999, 1000, 1500, 123_456, 2.4e6, 10e9].map(sizeText)).toEqual(['0 B', '999 B', '1.0 kB', '1.5 kB', '123 kB', '2.4 MB', '10.0 GB'])
})
