import type { Study } from './declaration.ts'
import type { NetworkResult } from './network-result.ts'
export function studyDocument(study: Study, results: readonly NetworkResult[]): { text: string; figures: { name: string; svg: string }[] } {
  return { text: `${study.title} ${results.length}\n`, figures: [] }
}
