// What a recipe names is looked for from its own folder. It may name the file of its PSF instead of holding it: "psf": "beads.psf.json", or
// "psf": { "type": "cspline", "file": "beads.psf.json" }; the file may be SMAP's calibration (_3dcal.mat), too. "startFrom" may be the folder
// of a model.
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { psfSchema, type PsfSpec } from '../../../core/psf/psf.ts'
import { trainingSchema, type TrainingConfig } from '../../../core/training/config.ts'
import { parseAtDoor } from '../../contract/errors.ts'
import { readJson } from '../json-file.ts'
import { readSmapCalibration } from './smap-file.ts'

const recipeSchema = z.looseObject({
  acquisition: z.looseObject({ psf: z.union([z.string(), z.looseObject({ file: z.string().optional() })]), pixelSize: z.number().positive().optional() }).optional(),
  startFrom: z.string().optional(),
})

/** A recipe whose PSF is in it, unchecked otherwise; the PSF's file is looked for from the recipe's folder. Errors: of either file. */
export async function readRecipe(path: string): Promise<Record<string, unknown>> {
  const recipe = withModelFolder(await readJson(path, recipeSchema, 'a training configuration'), dirname(path))
  const psf = recipe.acquisition?.psf
  const file = typeof psf === 'string' ? psf : psf?.file
  if (file === undefined) return recipe
  return { ...recipe, acquisition: { ...recipe.acquisition, psf: await readPsf(resolve(dirname(path), file), recipe.acquisition?.pixelSize ?? usualPixelSize) } }
}

/** Its 'startFrom' as a path where it is a model's folder; an id otherwise. */
function withModelFolder(recipe: z.infer<typeof recipeSchema>, from: string): z.infer<typeof recipeSchema> {
  const folder = recipe.startFrom === undefined ? undefined : resolve(from, recipe.startFrom)
  return folder !== undefined && existsSync(join(folder, 'model.json')) ? { ...recipe, startFrom: folder } : recipe
}

/** As the schema of acquisitions has it. */
const usualPixelSize = 100

/** A PSF's description, or SMAP's calibration on pixels of that size. Errors: of the file. */
export const readPsf = (path: string, pixelSize: number): Promise<PsfSpec> =>
  (/\.mat$/i.test(path) ? readSmapCalibration(path, pixelSize) : readJson(path, psfSchema, 'a PSF description'))

/** The training configuration in a recipe's file. Errors: as `readRecipe`, and 'invalid-input' naming what is wrong in it. */
export async function readTrainingConfig(path: string): Promise<TrainingConfig> {
  return parseAtDoor(trainingSchema, await readRecipe(path), `${path} is no training configuration`)
}
