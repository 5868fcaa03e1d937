export { drawnByCard, graphicsDriver } from './card.ts'
export { CanvasWorker, type CanvasListener } from './canvas-worker.ts'
