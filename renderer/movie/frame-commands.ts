// The keys of the movie panel. Arrow keys and the space bar belong to it while it is in sight and no control that uses them itself has
// the focus.
import { onBeforeUnmount, onMounted, type ShallowRef } from 'vue'
import { useCommands } from '../shell/index.ts'
import { useFrameView } from './frame-view-store.ts'
import { useMovies } from './movies-store.ts'

const ownKeys = 'input, textarea, select, [role=slider], [role=tab], [role=option], [role=menuitem], [role=listbox], [role=combobox], [role=grid], [role=row], [role=tree]'

export function useFrameCommands(root: Readonly<ShallowRef<HTMLElement | null>>): void {
  const movies = useMovies()
  const view = useFrameView()
  const commands = useCommands()

  /** Whether keys without a modifier are ours now. */
  function ours(): boolean {
    const focused = document.activeElement
    const inSight = root.value?.checkVisibility() === true
    if (!inSight || !movies.current || document.querySelector('.v-overlay--active [role=dialog], .v-overlay--active.v-dialog')) return false
    return focused === null || focused === document.body || (root.value!.contains(focused) && !focused.matches(ownKeys)) || focused.closest('[data-panel]') === null && !focused.matches(ownKeys)
  }
  const frames = (): number => movies.current?.details.frames ?? 1
  const enabled = ours

  commands.register(
    { id: 'movie.next', title: 'Next frame', keys: ['ArrowRight'], enabled, run: () => movies.step(1) },
    { id: 'movie.previous', title: 'Previous frame', keys: ['ArrowLeft'], enabled, run: () => movies.step(-1) },
    { id: 'movie.next10', title: 'Ten frames on', keys: ['Shift+ArrowRight'], enabled, run: () => movies.step(10) },
    { id: 'movie.previous10', title: 'Ten frames back', keys: ['Shift+ArrowLeft'], enabled, run: () => movies.step(-10) },
    { id: 'movie.first', title: 'First frame', keys: ['Home'], enabled, run: () => movies.show(0) },
    { id: 'movie.last', title: 'Last frame', keys: ['End'], enabled, run: () => movies.show(frames() - 1) },
    { id: 'movie.contrast', title: 'Auto contrast', keys: ['Shift+C'], enabled: () => movies.current !== undefined, run: () => view.setAuto() },
    { id: 'movie.roi', title: 'Draw a region', keys: ['R'], enabled, run: () => { view.tool = view.tool === 'roi' ? 'look' : 'roi' } },
    { id: 'movie.fit', title: 'Whole frame', keys: ['F'], enabled, run: () => view.place?.fit() },
    { id: 'movie.full', title: 'One frame pixel a screen pixel', keys: ['1'], enabled, run: () => view.place?.full() },
    { id: 'movie.closer', title: 'Closer', keys: ['+', 'Shift++', '='], enabled, run: () => view.place?.zoom(1.5) },
    { id: 'movie.farther', title: 'Farther', keys: ['-'], enabled, run: () => view.place?.zoom(1 / 1.5) },
    { id: 'movie.noRoi', title: 'No region', keys: ['Delete'], enabled: () => ours() && movies.current?.roi !== undefined, run: () => { movies.current!.roi = undefined } },
    { id: 'movie.letGo', title: 'Pick nothing', keys: ['Escape'], enabled: () => ours() && (view.tool === 'roi' || view.picked !== undefined), run: () => {
      if (view.tool === 'roi') view.tool = 'look'
      else view.picked = undefined
    } },
    { id: 'movie.play', title: 'Play or pause', keys: ['Space'], enabled: () => movies.current !== undefined, run: () => view.play() },
  )

  // The space bar plays, unless the frame is dragged while it is held.
  function down(event: KeyboardEvent): void {
    if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey || !ours() || document.activeElement?.matches('button, a, [role=button]')) return
    event.preventDefault()
    if (!event.repeat) view.held = 'space'
  }
  function up(event: KeyboardEvent): void {
    if (event.key !== ' ' || view.held === 'none') return
    if (view.held === 'space') view.play()
    view.held = 'none'
  }
  const release = (): void => { view.held = 'none' }
  onMounted(() => {
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', release)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', down)
    window.removeEventListener('keyup', up)
    window.removeEventListener('blur', release)
  })
}
