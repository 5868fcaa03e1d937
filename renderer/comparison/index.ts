export { default as ComparisonPanel } from './ComparisonPanel.vue'
