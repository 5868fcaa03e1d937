// The program's processes, by the names it gives them.
import type { ElectronApplication } from 'playwright-core'

export type ProcessName = 'StructLoc engine' | 'StructLoc inference'

export async function processesNamed(app: ElectronApplication, name: ProcessName): Promise<number[]> {
  const metrics = await app.evaluate(({ app }) => app.getAppMetrics().map(({ pid, name, serviceName }) => ({ pid, names: [name, serviceName] })))
  return metrics.filter(({ names }) => names.includes(name)).map(({ pid }) => pid)
}
