// The panels of the dock: names, titles, icons, components. Those that the window does not begin with are loaded when they are first shown.
import { mdiBlurRadial, mdiChartBoxOutline, mdiCubeScan, mdiFilmstrip, mdiHelpCircleOutline, mdiNeedle, mdiProgressClock, mdiSchoolOutline, mdiTable, mdiVectorCombine } from '@mdi/js'
import { defineAsyncComponent, type Component } from 'vue'
import JobsPanel from '../jobs/JobsPanel.vue'
import ModelsPanel from '../models/ModelsPanel.vue'
import MoviePanel from '../movie/MoviePanel.vue'
import TablePanel from '../table/TablePanel.vue'

export interface PanelKind {
  id: string
  title: string
  icon: string
  component: Component
}

export const panels: readonly PanelKind[] = [
  { id: 'movie', title: 'Movie', icon: mdiFilmstrip, component: MoviePanel },
  { id: 'comparison', title: 'Comparison', icon: mdiVectorCombine, component: defineAsyncComponent(() => import('../comparison/ComparisonPanel.vue')) },
  { id: 'scene3d', title: '3D', icon: mdiCubeScan, component: defineAsyncComponent(() => import('../scene3d/Scene3dPanel.vue')) },
  { id: 'table', title: 'Table', icon: mdiTable, component: TablePanel },
  { id: 'training', title: 'Training', icon: mdiSchoolOutline, component: defineAsyncComponent(() => import('../training/TrainingPanel.vue')) },
  { id: 'calibration', title: 'Calibration', icon: mdiBlurRadial, component: defineAsyncComponent(() => import('../calibration/CalibrationPanel.vue')) },
  { id: 'spikein', title: 'Spike-in test', icon: mdiNeedle, component: defineAsyncComponent(() => import('../spikein/SpikeInPanel.vue')) },
  { id: 'help', title: 'Help', icon: mdiHelpCircleOutline, component: defineAsyncComponent(() => import('../help/HelpPanel.vue')) },
  { id: 'models', title: 'Models', icon: mdiChartBoxOutline, component: ModelsPanel },
  { id: 'jobs', title: 'Jobs', icon: mdiProgressClock, component: JobsPanel },
]
