export { default as TrainingPanel } from './TrainingPanel.vue'
