// The panels of the dock: names, titles, icons, components. Those that the window does not begin with are loaded
// when nothing else is to be done, or when they are first shown.
import { mdiBlurRadial, mdiChartBoxOutline, mdiCubeScan, mdiFilmstrip, mdiHelpCircleOutline, mdiNeedle, mdiProgressClock, mdiSchoolOutline, mdiTable, mdiVectorCombine } from '@mdi/js'
import { defineAsyncComponent, type Component } from 'vue'
import JobsPanel from '../jobs/JobsPanel.vue'
import ModelsPanel from '../models/ModelsPanel.vue'
import MoviePanel from '../movie/MoviePanel.vue'
import TablePanel from '../table/TablePanel.vue'
import { idle } from '../ui/index.ts'

export interface PanelKind {
  id: string
  title: string
  icon: string
  component: Component
  /** Loads its program, where the window begins without it. */
  load?: () => Promise<unknown>
}

const loaded = (load: () => Promise<Component>): Pick<PanelKind, 'component' | 'load'> => ({ component: defineAsyncComponent(load), load })

export const panels: readonly PanelKind[] = [
  { id: 'movie', title: 'Movie', icon: mdiFilmstrip, component: MoviePanel },
  { id: 'comparison', title: 'Comparison', icon: mdiVectorCombine, ...loaded(() => import('../comparison/ComparisonPanel.vue')) },
  { id: 'scene3d', title: '3D', icon: mdiCubeScan, ...loaded(() => import('../scene3d/Scene3dPanel.vue')) },
  { id: 'table', title: 'Table', icon: mdiTable, component: TablePanel },
  { id: 'training', title: 'Training', icon: mdiSchoolOutline, ...loaded(() => import('../training/TrainingPanel.vue')) },
  { id: 'calibration', title: 'Calibration', icon: mdiBlurRadial, ...loaded(() => import('../calibration/CalibrationPanel.vue')) },
  { id: 'spikein', title: 'Spike-in test', icon: mdiNeedle, ...loaded(() => import('../spikein/SpikeInPanel.vue')) },
  { id: 'help', title: 'Help', icon: mdiHelpCircleOutline, ...loaded(() => import('../help/HelpPanel.vue')) },
  { id: 'models', title: 'Models', icon: mdiChartBoxOutline, component: ModelsPanel },
  { id: 'jobs', title: 'Jobs', icon: mdiProgressClock, component: JobsPanel },
]

/** Loads the panels that are not there yet, one after another, while the window rests. */
export async function loadPanels(): Promise<void> {
  for (const { load } of panels) {
    if (!load) continue
    await idle()
    // One that cannot be had now is asked for again when it is shown.
    await load().catch(() => {})
  }
}
