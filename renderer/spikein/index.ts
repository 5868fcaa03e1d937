export { default as SpikeInPanel } from './SpikeInPanel.vue'
