// Scores off the window's own thread.
import { serveCalls } from '../ui/worker-calls.ts'
import { scienceCalls } from './science-calls.ts'

serveCalls(scienceCalls())
