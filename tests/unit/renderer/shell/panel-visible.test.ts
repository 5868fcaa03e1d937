// What a panel shows while another lies over it.
import { expect, test } from 'vitest'
import { createApp, ref } from 'vue'
import { panelVisible, whileVisible } from '../../../../renderer/shell/panel-visible.ts'

test('a panel that is behind another keeps what it shows, and has the newest when it comes to the front', () => {
  const visible = ref(true)
  const columns = ref(['x'])
  let read = 0
  const shown = createApp({}).provide(panelVisible, visible).runWithContext(() => whileVisible(() => { read++; return columns.value }))
  expect(shown.value).toEqual(['x'])
  visible.value = false
  columns.value = ['x', 'y']
  expect(shown.value).toEqual(['x'])
  expect(read).toBe(1)
  visible.value = true
  expect(shown.value).toEqual(['x', 'y'])
})

test('that it showed nothing is kept, too', () => {
  const visible = ref(true)
  const rows = ref<number[]>()
  const shown = createApp({}).provide(panelVisible, visible).runWithContext(() => whileVisible(() => rows.value))
  expect(shown.value).toBeUndefined()
  visible.value = false
  rows.value = [3]
  expect(shown.value).toBeUndefined()
  visible.value = true
  expect(shown.value).toEqual([3])
})
