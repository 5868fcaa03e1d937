export { default as HelpPanel } from './HelpPanel.vue'
