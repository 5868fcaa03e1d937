// What has to hold before anything else is loaded, then the window's program, part by part: each runs in a task of its own.
import './no-generated-code.ts'
import { anotherTask } from './ui/turns.ts'

async function start(): Promise<void> {
  await import('./shell/theme.ts')
  await anotherTask()
  await import('../core/camera/camera.ts')
  await anotherTask()
  await import('./start.ts')
}
void start()
