export { default as Scene3dPanel } from './Scene3dPanel.vue'
