// The packager's own unpacked linux layout (archive, unpacked parts, resources, fuses) around the test runtime: the project's
// configuration over a stand-in for the project in which the bundles are those made for the old Electron.
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from './built-folder.ts'
import { builtDesktop } from './desktop.ts'
import type { TestRuntime } from './electron-test-runtime.ts'
import { nativePackages, theirPackages } from './native-packages.ts'

const root = join(import.meta.dirname, '..')

/** Packages into an empty folder. @returns the executable */
export async function packageForTest(target: string, { folder, sqlite }: Extract<TestRuntime, { kind: 'legacy' }>): Promise<string> {
  const project = join(target, 'project')
  mkdirSync(join(project, 'build'), { recursive: true })
  cpSync(await builtDesktop({ legacy: true }), join(project, 'out', 'desktop'), { recursive: true })
  for (const name of ['models', 'native', 'build/icons', 'build/mac-entitlements.plist']) symlinkSync(join(root, name), join(project, name))
  mkdirSync(join(project, 'node_modules'))
  const packages = [...nativePackages, ...theirPackages]
  for (const name of packages) copyPackage(join(root, 'node_modules', name), join(project, 'node_modules', name))
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  const dependencies = Object.fromEntries(nativePackages.map((name) => [name, manifest.dependencies[name]]))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ ...manifest, type: 'commonjs', dependencies, devDependencies: {} }))
  // This fuse came after the old Electron.
  writeFileSync(join(project, 'build/electron-builder.yml'), readFileSync(join(root, 'build/electron-builder.yml'), 'utf8').replace(/^ *grantFileProtocolExtraPrivileges:.*\n/m, ''))
  await runTool('electron-builder/out/cli/cli.js', [
    '--projectDir', project, '--config', 'build/electron-builder.yml', '--linux', 'dir', '--x64', '--publish', 'never',
    '-c.electronVersion=22.3.25', `-c.electronDist=${folder}`, `-c.directories.output=${join(target, 'dist')}`,
  ], {})
  const unpacked = join(target, 'dist', 'linux-unpacked')
  const release = join(unpacked, 'resources/app.asar.unpacked/node_modules/better-sqlite3/build/Release')
  mkdirSync(release, { recursive: true })
  copyFileSync(sqlite, join(release, 'better_sqlite3.node'))
  return join(unpacked, 'structloc')
}

/** Without a second copy on the disk where that can be done. */
function copyPackage(from: string, to: string): void {
  if (spawnSync('cp', ['-al', from, to], { stdio: 'ignore' }).status !== 0) cpSync(from, to, { recursive: true })
}
