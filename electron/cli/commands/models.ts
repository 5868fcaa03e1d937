// structloc models
import { createEngine } from '../../engine/engine.ts'
import { modelPlaces } from '../../engine/models/model-folders.ts'
import { defineCommand } from '../command.ts'
import { grid } from '../rows.ts'

export const command = defineCommand({
  name: 'models',
  summary: 'Shipped and own models.',
  details: `Own models lie in ${modelPlaces().own} (STRUCTLOC_MODELS names another folder), one folder each.`,
  positionals: [],
  options: {},
  async run(_positionals, _values, context) {
    const engine = createEngine()
    try {
      const { models, damaged } = await engine.models()
      for (const { folder, reason } of damaged) context.notice(`Left out ${folder}: ${reason}`)
      const text = models.length === 0 ? `There are no models in ${modelPlaces().shipped} or ${modelPlaces().own}.` : grid(
        ['id', 'sampling', 'photons', 'background', 'z range', 'size', 'targets', 'title'],
        models.map((m) => [m.id, m.sampling, m.photons, m.background.join('–'), m.zRange.join(' … '), m.size, m.targets, m.title]),
      )
      return { json: models, text }
    } finally {
      await engine.close()
    }
  },
})
