export { drawnByCard, graphicsDriver } from './card.ts'
