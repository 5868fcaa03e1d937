export { fieldOfView, framesOf, type FieldOfView } from './field.ts'
