// The program laid out as the packager does on linux (unpacked, without the archive), around a given Electron: what is beside the
// executable, resources/app with the bundles and the native packages, models and the trainer in resources.
import { cpSync, existsSync, linkSync, copyFileSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nativePackages, theirPackages } from './native-packages.ts'
import type { TestRuntime } from './electron-test-runtime.ts'

const root = join(import.meta.dirname, '..')

/** @param target an empty or missing folder @param desktop the built program @returns the executable */
export function layOut(target: string, runtime: Extract<TestRuntime, { kind: 'legacy' }>, desktop: string): string {
  mkdirSync(join(target, 'resources', 'app', 'node_modules'), { recursive: true })
  // Electron finds what is its own beside the real place of its executable, so that is a file of its own; the rest may be links.
  for (const name of readdirSync(runtime.folder)) {
    if (name === 'resources' || name === 'electron') continue
    symlinkSync(join(runtime.folder, name), join(target, name))
  }
  const program = join(target, 'electron')
  try {
    linkSync(join(runtime.folder, 'electron'), program)
  } catch {
    copyFileSync(join(runtime.folder, 'electron'), program)
  }
  const app = join(target, 'resources', 'app')
  const { name, version, description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name, version, description, main: 'out/desktop/main/index.js' }))
  cpSync(desktop, join(app, 'out', 'desktop'), { recursive: true })
  for (const name of [...nativePackages, ...theirPackages]) {
    const source = join(root, 'node_modules', name)
    if (name === 'better-sqlite3') layOutSqlite(source, join(app, 'node_modules', name), runtime.sqlite)
    else if (existsSync(source)) symlinkSync(source, join(app, 'node_modules', name))
  }
  symlinkSync(join(root, 'models'), join(target, 'resources', 'models'))
  mkdirSync(join(target, 'resources', 'native'))
  symlinkSync(join(root, 'native', 'trainer'), join(target, 'resources', 'native', 'trainer'))
  return program
}

/** The package prefers a binding in build/Release over its own. */
function layOutSqlite(source: string, target: string, binding: string): void {
  mkdirSync(join(target, 'build', 'Release'), { recursive: true })
  cpSync(join(source, 'lib'), join(target, 'lib'), { recursive: true })
  copyFileSync(join(source, 'package.json'), join(target, 'package.json'))
  symlinkSync(binding, join(target, 'build', 'Release', 'better_sqlite3.node'))
}
