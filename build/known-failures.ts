// What a model's card says of where it fails: sentences made from its scores, so that none claims what was not measured.

interface Measured {
  model: string
  movie: string
  decoder: string
  nominal_perUm2?: number | null
  minimumPhotons: number
  scores: { recall: number | null }
  sigma: { x?: { robustDeviation: number } | null }
  crlb?: { lateral: number } | null
}

/** @param results of all models that were scored together; sentences about model `id` */
export function knownFailures(results: readonly Measured[], id: string): string[] {
  const mine = results.filter(({ model, decoder, minimumPhotons }) => model === id && decoder === 'merge' && minimumPhotons === 50)
  const crowded = mine.filter(({ movie }) => movie === 'MT0').toSorted((a, b) => (a.nominal_perUm2 ?? 0) - (b.nominal_perUm2 ?? 0))
  const lone = mine.find(({ movie }) => movie === 'lone emitters')
  const sentences: string[] = []
  const known = crowded.filter(({ scores }) => scores.recall !== null)
  if (known.length > 0) {
    const list = (values: readonly string[]): string => values.join(', ')
    sentences.push(`Of molecules that lie close together it misses some: ${list(known.map(({ scores }) => (100 * (1 - scores.recall!)).toFixed(0)))} % at nominal densities of ${list(known.map(({ nominal_perUm2 }) => String(nominal_perUm2)))} per µm², on the challenge's microtubules.`)
  }
  const worst = crowded.at(-1)
  if (worst?.sigma.x && worst.sigma.x.robustDeviation > 1.15) {
    sentences.push(`In crowded frames lateral errors are larger than stated: by a factor of ${worst.sigma.x.robustDeviation.toFixed(1)} at a nominal density of ${worst.nominal_perUm2} per µm².`)
  }
  if (lone?.sigma.x && lone.sigma.x.robustDeviation < 0.85) sentences.push(`On lone molecules its lateral uncertainties are stated too large: errors are ${lone.sigma.x.robustDeviation.toFixed(2)} of what is stated.`)
  if (lone?.crlb) sentences.push(`On lone molecules its lateral error is ${lone.crlb.lateral.toFixed(2)} times the Cramér–Rao bound of the three frames it sees, and ${(100 * (1 - (lone.scores.recall ?? 0))).toFixed(0)} % of them are missed.`)
  return sentences
}
