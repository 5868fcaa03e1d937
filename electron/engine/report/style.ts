// The report's style sheet: light or dark as the reader's system is.

export const style = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --panel: #ffffff; --ink: #1b1f24; --quiet: #5b646e; --line: #dfe3e6; --grid: #e9ecee;
  --truth: #8a929b; --first: #c8690a; --second: #0a6cb4;
}
@media (prefers-color-scheme: dark) {
  :root { --page: #111417; --panel: #191d21; --ink: #e8ebee; --quiet: #9aa4ae; --line: #2d343b; --grid: #262c32; --truth: #89939d; --first: #f0a03c; --second: #5ab4f0; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 48px 24px 80px; }
h1 { font-size: 1.9rem; text-wrap: balance; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 8px; }
h2 { font-size: 1.35rem; letter-spacing: -0.01em; margin: 64px 0 8px; padding-top: 24px; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 36px 0 4px; }
h4 { font-size: 0.9rem; margin: 0 0 8px; font-weight: 600; }
p { max-width: 74ch; margin: 0 0 14px; }
.lead { font-size: 1.08rem; color: var(--quiet); }
.note, figcaption, .legend-title, .foot { color: var(--quiet); font-size: 0.85rem; line-height: 1.45; }
.note { margin: 6px 0 20px; }
.picture .note { margin-bottom: 0; }
.facts { display: flex; flex-wrap: wrap; gap: 8px 36px; margin: 24px 0 0; padding: 0; }
.facts div { display: flex; flex-direction: column-reverse; }
.facts dt { color: var(--quiet); font-size: 0.85rem; }
.facts dd { margin: 0; font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.key { display: inline-block; width: 0.7em; height: 0.7em; border-radius: 2px; margin-right: 0.5em; background: var(--truth); }
.key.first { background: var(--first); } .key.second { background: var(--second); }
.keys { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 12px 0; padding: 0; list-style: none; font-size: 0.9rem; }
.scroll { overflow-x: auto; margin: 20px 0 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 13px; text-align: left; white-space: nowrap; font-weight: 400; }
thead th { font-size: 0.82rem; color: var(--quiet); font-weight: 600; border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; line-height: 1.3; } thead small { display: block; font-weight: 400; font-size: 1em; }
tbody .group th { padding-top: 14px; font-weight: 600; }
tbody + tbody .group th { border-top: 1px solid var(--line); }
tbody tr:last-child th, tbody tr:last-child td { padding-bottom: 12px; }
.number { text-align: right; } td small { color: var(--quiet); font-size: 0.85em; }
.best { font-weight: 700; }
.trio { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 20px; margin: 16px 0 4px; }
figure { margin: 0; min-width: 0; }
.picture figcaption { color: var(--ink); font-size: 0.92rem; margin-bottom: 6px; }
.frame { position: relative; background: #000; border-radius: 6px; overflow: hidden; line-height: 0; }
.frame + .frame { margin-top: 8px; }
.frame img { width: 100%; height: auto; display: block; }
.mark { position: absolute; border: 1px solid rgb(255 255 255 / 0.75); }
.bar { position: absolute; right: 4%; bottom: 4%; border-bottom: 3px solid #fff; color: #fff; font-size: 0.75rem; line-height: 1.5; text-align: center; }
.bar span { white-space: nowrap; text-shadow: 0 0 3px #000, 0 0 3px #000; }
.legend { width: min(340px, 100%); margin: 14px 0 8px; }
.legend-bar { height: 12px; border-radius: 3px; }
.legend-ticks { position: relative; height: 1.4em; font-size: 0.8rem; font-variant-numeric: tabular-nums; color: var(--quiet); }
.legend-ticks span { position: absolute; transform: translateX(-50%); white-space: nowrap; }
.legend-ticks span[style="left:0.00%"] { transform: none; } .legend-ticks span[style="left:100.00%"] { transform: translateX(-100%); }
.maps, .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 24px 32px; margin: 16px 0; }
.duo { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
.cells { width: 100%; height: auto; display: block; image-rendering: pixelated; background: #cdd2d7; border-radius: 4px; }
.map figcaption { margin-top: 4px; }
.chart { width: 100%; height: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 8px; font-size: 12px; }
.chart text { fill: var(--quiet); font-variant-numeric: tabular-nums; } .chart .chart-title { fill: var(--ink); font-weight: 600; font-size: 13px; }
.grid { stroke: var(--grid); } .axis { stroke: var(--quiet); }
.series { fill: none; stroke-width: 2; stroke-linejoin: round; stroke: var(--truth); }
.series.truth { stroke-width: 5; stroke-opacity: 0.4; }
.series.first { stroke: var(--first); } .series.second { stroke: var(--second); }
dl.terms { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; max-width: 90ch; font-size: 0.92rem; }
dl.terms dt { font-weight: 600; } dl.terms dd { margin: 0; color: var(--quiet); }
code { font: 0.9em ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.foot { margin-top: 64px; padding-top: 16px; border-top: 1px solid var(--line); }
@media (max-width: 620px) { main { padding: 28px 16px 56px; } h1 { font-size: 1.6rem; } dl.terms { grid-template-columns: 1fr; } dl.terms dd { margin-bottom: 8px; } }
@media print { .scroll, .chart { break-inside: avoid; } }
`
