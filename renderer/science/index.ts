export { fieldOfView } from './field.ts'
export type { EqualRecall } from './science-calls.ts'
export { useScience, type Influence, type RoleScores } from './science-store.ts'
