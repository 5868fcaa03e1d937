export { default as TablePanel } from './TablePanel.vue'
