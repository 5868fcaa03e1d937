// The panels of the dock: names, titles, icons, components.
import { mdiBlurRadial, mdiChartBoxOutline, mdiCubeScan, mdiFilmstrip, mdiHelpCircleOutline, mdiNeedle, mdiProgressClock, mdiSchoolOutline, mdiTable, mdiVectorCombine } from '@mdi/js'
import type { Component } from 'vue'
import CalibrationPanel from '../calibration/CalibrationPanel.vue'
import ComparisonPanel from '../comparison/ComparisonPanel.vue'
import HelpPanel from '../help/HelpPanel.vue'
import JobsPanel from '../jobs/JobsPanel.vue'
import ModelsPanel from '../models/ModelsPanel.vue'
import MoviePanel from '../movie/MoviePanel.vue'
import Scene3dPanel from '../scene3d/Scene3dPanel.vue'
import SpikeInPanel from '../spikein/SpikeInPanel.vue'
import TablePanel from '../table/TablePanel.vue'
import TrainingPanel from '../training/TrainingPanel.vue'

export interface PanelKind {
  id: string
  title: string
  icon: string
  component: Component
}

export const panels: readonly PanelKind[] = [
  { id: 'movie', title: 'Movie', icon: mdiFilmstrip, component: MoviePanel },
  { id: 'comparison', title: 'Comparison', icon: mdiVectorCombine, component: ComparisonPanel },
  { id: 'scene3d', title: '3D', icon: mdiCubeScan, component: Scene3dPanel },
  { id: 'table', title: 'Table', icon: mdiTable, component: TablePanel },
  { id: 'training', title: 'Training', icon: mdiSchoolOutline, component: TrainingPanel },
  { id: 'calibration', title: 'Calibration', icon: mdiBlurRadial, component: CalibrationPanel },
  { id: 'spikein', title: 'Spike-in test', icon: mdiNeedle, component: SpikeInPanel },
  { id: 'help', title: 'Help', icon: mdiHelpCircleOutline, component: HelpPanel },
  { id: 'models', title: 'Models', icon: mdiChartBoxOutline, component: ModelsPanel },
  { id: 'jobs', title: 'Jobs', icon: mdiProgressClock, component: JobsPanel },
]
