// structloc cameras
import { z } from 'zod'
import { cameraSchema } from '../../../core/camera/camera.ts'
import { cameraCatalogue } from '../../../core/camera/catalogue.ts'
import { defineCommand } from '../command.ts'
import { grid } from '../rows.ts'

export const command = defineCommand({
  name: 'cameras',
  summary: 'The cameras that --camera knows by name, and the schema of camera descriptions.',
  details: [
    "Values are typical ones of the makers' sheets; '–' stands for what differs from camera to camera: add it,",
    "as in --camera 'iXon Ultra 897,emGain=300,electronsPerAdu=5,baseline_adu=100'.",
  ].join('\n'),
  positionals: [],
  options: { schema: { type: 'flag', about: 'print the JSON schema of a camera description' } },
  examples: ['cameras', 'cameras --schema'],
  run: (_, { schema }) => {
    if (schema) {
      const json = z.toJSONSchema(cameraSchema, { io: 'input' })
      return Promise.resolve({ json, text: JSON.stringify(json, undefined, 2) })
    }
    const value = (one: number | undefined): string => (one === undefined ? '–' : String(one))
    return Promise.resolve({
      json: cameraCatalogue,
      text: grid(['camera', 'type', 'pixels', 'µm', 'peak QE', 'e⁻/ADU', 'baseline', 'read noise e⁻'], cameraCatalogue.map((camera) => [
        camera.name, camera.type, `${camera.width}×${camera.height}`, value(camera.pixel_um), value(camera.peakQuantumEfficiency), value(camera.electronsPerAdu), value(camera.baseline_adu), value(camera.readNoise_e),
      ])),
    })
  },
})
