export { fieldOfView } from './field.ts'
export { useScience, type Influence, type RoleScores } from './science-store.ts'
