// Scores off the window's own thread.
import { createBirpc } from 'birpc'
import { scienceCalls, type ScienceCalls } from './science-calls.ts'

createBirpc<object, ScienceCalls>(scienceCalls(), {
  post: (message) => self.postMessage(message),
  on: (listener) => self.addEventListener('message', ({ data }) => listener(data)),
})
