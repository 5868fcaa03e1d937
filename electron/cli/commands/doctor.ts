// structloc doctor
import { createEngine } from '../../engine/engine.ts'
import { defineCommand } from '../command.ts'

export const command = defineCommand({
  name: 'doctor',
  summary: 'What works on this machine, and what to do about the rest.',
  positionals: [],
  options: {},
  async run() {
    const engine = createEngine()
    try {
      const report = await engine.doctor()
      const lines = report.checks.flatMap(({ name, ok, found, advice }) => [
        `${ok ? 'ok     ' : 'missing'}  ${name}: ${found}`,
        ...(advice === undefined ? [] : [`         → ${advice}`]),
      ])
      const last = report.ok ? 'Localizing works here.' : 'Localizing does not work here yet: see above.'
      return { json: report, text: [...lines, '', last].join('\n') }
    } finally {
      await engine.close()
    }
  },
})
