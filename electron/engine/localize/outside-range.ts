// Warnings in plain words where a movie is not what a model was trained for.
import type { ModelCard } from '../../../core/model/card.ts'

/** Beyond the range by more than this share (and a few photons) is outside: the estimate is that good. */
const tolerance = 0.25
const fewPhotons = 3

/** @param background photons per pixel and frame, estimated; @param pixelSize nm, where known */
export function outsideRange(card: ModelCard, background: number, pixelSize: number | undefined): string[] {
  const warnings: string[] = []
  const [low, high] = card.acquisition.background
  const range = low === high ? `${low}` : `${low} to ${high}`
  if (background < -fewPhotons) {
    warnings.push(`The movie's background comes out at ${background.toFixed(0)} photons per pixel, below zero: the camera's baseline is probably not right. Give the movie's own with --camera.`)
  } else if (background > high * (1 + tolerance) + fewPhotons || background < low * (1 - tolerance) - fewPhotons) {
    const consequence = background > high ? 'dim molecules will be missed and depths will be less certain than stated' : 'uncertainties will be stated too large'
    warnings.push(`The movie's background is about ${background.toFixed(0)} photons per pixel; model ${card.id} was trained for ${range}: ${consequence}. Choose a model for this background, or check the camera (baseline, gain).`)
  }
  const trained = card.acquisition.pixelSize
  if (pixelSize !== undefined && Math.abs(pixelSize / trained - 1) > 0.03) {
    warnings.push(`The movie's pixels are ${pixelSize} nm wide; model ${card.id} was trained for ${trained} nm: depths will be wrong. Choose a model for this pixel size.`)
  }
  return warnings
}
