// The parts of the report's page: text is escaped, pictures survive the way into the page.
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { lineChart } from '../../electron/engine/report/charts.ts'
import { fixed, percent } from '../../electron/engine/report/figures.ts'
import { html } from '../../electron/engine/report/markup.ts'
import { pngUri } from '../../electron/engine/report/png.ts'

describe('the report', () => {
  it('shows a model’s title as text, whatever is in it', () => {
    const title = '<script>alert("x")</script> & \'y\''
    expect(html`<p title="${title}">${title}</p>`.markup).not.toMatch(/<script>|"x"|'y'/)
    expect(html`<p>${[html`<b>${1}</b>`, html`<b>${2}</b>`]}${undefined}</p>`.markup).toBe('<p><b>1</b><b>2</b></p>')
  })

  it('holds its pictures pixel by pixel', () => {
    const data = Uint8ClampedArray.from({ length: 4 * 6 }, (_, i) => (37 * i) % 256)
    const uri = pngUri({ width: 3, height: 2, data })
    const picture = decode(Buffer.from(uri.replace('data:image/png;base64,', ''), 'base64'))
    expect(picture).toMatchObject({ width: 3, height: 2, channels: 4, depth: 8 })
    expect([...picture.data]).toEqual([...data])
  })

  it('writes numbers with a true minus and – where there is none', () => {
    expect(fixed(-3.14159, 2)).toBe('−3.14')
    expect(fixed(null)).toBe('–')
    expect(percent(0.8349)).toBe('83.5')
  })

  it('draws a chart to scale', () => {
    const { markup } = lineChart({
      title: 't', xLabel: 'x', yLabel: 'y', description: 'd', xRange: [0, 10], yRange: [0, 100],
      series: [{ role: 'first', points: [[0, 0], [10, 100]] }],
    })
    // The plot's area: 52 … 406 across, 216 … 30 down.
    expect(markup).toContain('d="M52.0 216.0L406.0 30.0"')
  })
})
