// What tables give to menu and keys, for the whole window and from its start on: their dialogs come a moment later.
import { useDatasets } from '../datasets/index.ts'
import { useFilters } from '../filters/index.ts'
import { useCommands } from '../shell/index.ts'
import { useTableExport } from './export-store.ts'
import { useTableImport } from './import-store.ts'

/** In a text field these keys belong to the text. */
function inText(): boolean {
  const { activeElement } = document
  return activeElement instanceof HTMLTextAreaElement || activeElement instanceof HTMLInputElement && ['text', 'search', 'number'].includes(activeElement.type)
}

/** Opening and exporting tables, undoing changes of filters. */
export function useTableCommands(): void {
  const datasets = useDatasets()
  const filters = useFilters()
  const exporting = useTableExport()
  const importing = useTableImport()
  useCommands().register(
    { id: 'table.open', title: 'Open table …', keys: ['Ctrl+Shift+O'], run: () => { void importing.choose() } },
    { id: 'export', title: 'Export …', keys: ['Ctrl+E'], run: () => exporting.ask(), enabled: () => datasets.datasets.length > 0 },
    { id: 'filters.undo', title: 'Undo change of filters', keys: ['Ctrl+Z'], run: filters.undo, enabled: () => filters.canUndo && !inText() },
    { id: 'filters.redo', title: 'Redo change of filters', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], run: filters.redo, enabled: () => filters.canRedo && !inText() },
  )
}
