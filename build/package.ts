// `npm run pack -- [--linux|--win|--mac] [--x64|--arm64] [--dir]`: builds the desktop program and packages it with electron-builder
// into dist. What can be packaged where, and what has to be at hand, stands in docs/packaging.md.
import { runTool } from './built-folder.ts'
import { builtDesktop } from './desktop.ts'

try {
  await builtDesktop()
  await runTool('electron-builder/out/cli/cli.js', ['--config', 'build/electron-builder.yml', '--publish', 'never', ...process.argv.slice(2)], {})
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
