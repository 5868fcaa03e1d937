// The comparison as one html page that needs nothing beside itself: pictures and charts inside, no scripts.
import type { ScoreRow } from './measures.ts'
import { shown } from './measures.ts'
import { counted } from '../ui/numbers.ts'

export interface ReportTable {
  role: string
  label: string
  rows: number
  passing: number
  facts: readonly (readonly [name: string, value: string])[]
  provenance: Record<string, unknown>
}

export interface Report {
  date: Date
  tables: readonly ReportTable[]
  filters: readonly string[]
  rules: readonly (readonly [name: string, value: string])[]
  /** data: addresses of png pictures. */
  views: readonly { title: string; picture: string }[]
  scores: readonly ScoreRow[]
  charts: readonly { section: string; svg: string }[]
  influence: { sentence: string; rows: readonly (readonly string[])[]; map: string | undefined } | undefined
}

/** Text as html: nothing in a file's name or description becomes markup. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

const style = `body{font:15px/1.5 system-ui,sans-serif;color:#1b2025;background:#fff;max-width:1080px;margin:32px auto;padding:0 20px}
h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px;border-bottom:1px solid #d5dbe1;padding-bottom:4px}h3{font-size:15px;margin:16px 0 4px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:8px 0}th,td{padding:3px 12px 3px 0;text-align:left;vertical-align:top}tbody th{font-weight:400}td.number,th.number{text-align:right}
thead th{border-bottom:1px solid #9aa5b1}td.better{font-weight:700}img{max-width:100%;display:block;background:#000}figure{margin:0 0 16px}figcaption,.note{color:#4a545e;font-size:13px}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(420px,1fr));gap:12px}.charts svg{max-width:100%;height:auto}.map{image-rendering:pixelated}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px;background:#f3f5f7;padding:10px}code{overflow-wrap:anywhere}@media print{h2{break-after:avoid}figure,svg{break-inside:avoid}}`

export function reportPage(report: Report): string {
  const { date, tables, filters, rules, views, scores, charts, influence } = report
  const names = tables.map(({ role, label }) => `${role}: ${label}`).join(' · ')
  const sections = [...new Set(charts.map(({ section }) => section))]
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(`Comparison ${names}`)}</title><style>${style}</style></head>
<body><main><h1>Comparison of localizations</h1><p class="note">${escaped(names)}<br>${escaped(date.toISOString())}, StructLoc</p>
<h2>Tables</h2>${tables.map(facts).join('')}
<p>${filters.length > 0 ? `Filters: ${filters.map((one) => `<code>${escaped(one)}</code>`).join(', ')}.` : 'No filters.'}</p>
<h2>Views</h2>${views.map(({ title, picture }) => `<figure><img src="${escaped(picture)}" alt="${escaped(title)}"><figcaption>${escaped(title)}</figcaption></figure>`).join('')}
${scores.length > 0 ? `<h2>Scores</h2>${scoreTable(scores)}<p class="note">${rules.map(([name, value]) => escaped(`${name}: ${value}`)).join('; ')}. Bold: the better of the two.</p>` : ''}
${influence ? `<h2>Prior influence</h2><p>${escaped(influence.sentence)}</p>${plainTable(influence.rows)}${influence.map ? `<figure><img class="map" src="${escaped(influence.map)}" alt="Map of prior influence"><figcaption>Share of localizations that disagree, by place.</figcaption></figure>` : ''}` : ''}
${sections.map((section) => `<h2>${escaped(section)}</h2><div class="charts">${charts.filter((chart) => chart.section === section).map(({ svg }) => `<figure>${svg}</figure>`).join('')}</div>`).join('')}
<h2>Provenance</h2>${tables.map(({ role, provenance }) => `<h3>${escaped(role)}</h3><pre>${escaped(JSON.stringify(provenance, null, 2))}</pre>`).join('')}
</main></body></html>
`
}

function facts({ role, label, rows, passing, facts }: ReportTable): string {
  const all = [['Table', label], ['Rows', rows === passing ? counted(rows) : `${counted(passing)} of ${counted(rows)} pass the filters`], ...facts]
  return `<h3>${escaped(role)}</h3><table>${all.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join('')}</table>`
}

function scoreTable(rows: readonly ScoreRow[]): string {
  const cell = (value: number | null | undefined, decimals: number, better = false): string => `<td class="number${better ? ' better' : ''}">${shown(value ?? null, decimals)}</td>`
  const lines = rows.map(({ measure: { group, title, unit, decimals }, a, b, difference, better }) =>
    `<tr><th scope="row">${escaped(`${group}: ${title}`)}</th><td>${escaped(unit)}</td>${cell(a, decimals, better === 'a')}${cell(b, decimals, better === 'b')}${cell(difference, decimals)}</tr>`)
  return `<table><thead><tr><th scope="col">Measure</th><th scope="col">Unit</th><th scope="col" class="number">A</th><th scope="col" class="number">B</th><th scope="col" class="number">A − B</th></tr></thead><tbody>${lines.join('')}</tbody></table>`
}

function plainTable(rows: readonly (readonly string[])[]): string {
  const [head, ...body] = rows
  if (!head) return ''
  return `<table><thead><tr>${head.map((cell, i) => `<th scope="col"${i > 0 ? ' class="number"' : ''}>${escaped(cell)}</th>`).join('')}</tr></thead><tbody>${body.map(([name, ...cells]) => `<tr><th scope="row">${escaped(name)}</th>${cells.map((cell) => `<td class="number">${escaped(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table>`
}
