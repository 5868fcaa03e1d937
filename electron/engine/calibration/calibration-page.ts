// A calibration as one page that needs nothing beside itself: every bead's picture, the widths, the residuals, the bounds.
import { basename } from 'node:path'
import type { CalibratedBead, Calibration } from '../../../core/calibration/calibrate.ts'
import type { GreyPicture } from '../../../core/calibration/bead-picture.ts'
import { colourAt, lipari } from '../../../core/rendering/colour-map.ts'
import { programVersion } from '../localize/provenance.ts'
import { lineChart, rangeFromZero, type Series } from '../report/charts.ts'
import { fixed, percent } from '../report/figures.ts'
import { html, trusted, type Markup } from '../report/markup.ts'
import { pngUri } from '../report/png.ts'
import { style } from '../report/style.ts'

const ownStyle = `
.beads { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 20px; }
.bead img { width: 100%; image-rendering: pixelated; border-radius: 4px; display: block; }
.bead.rejected figcaption b { color: var(--first); }
.remarks { max-width: 80ch; }
`

/** The page as text. */
export function calibrationPage(calibration: Calibration, stack: string): string {
  const { psf, beads, planes, leftOut, usable, light, gaussian, remarks, noise } = calibration
  const used = beads.filter(({ accepted }) => accepted)
  const z: readonly [number, number] = [Math.min(...planes.map((plane) => plane.z)), Math.max(...planes.map((plane) => plane.z))]
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Calibration: ${basename(stack)}</title><style>${trusted(style + ownStyle)}</style></head>
<body><main>
<h1>Calibration of ${basename(stack)}</h1>
<p class="lead">${psf.source}. Origin: ${psf.origin}. Light: ${psf.light}.</p>
<dl class="facts">${[
    ['beads used', `${used.length} of ${beads.length}`], ['residual (largest of all planes)', `${percent(calibration.worstRms, 2)} % of the peak`],
    ['χ² a pixel', fixed(calibration.chi2, 2)], [`depth error on ${leftOut.what} left out`, `${fixed(leftOut.depthRms)} nm`],
    ['usable depth', usable ? `${fixed(usable[0], 0)} … ${fixed(usable[1], 0)} nm` : 'none'],
  ].map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${remarks.length > 0 ? html`<ul class="remarks">${remarks.map((remark) => html`<li>${remark}</li>`)}</ul>` : undefined}

<h2>Beads</h2>
<p>Each bead at five depths from the first plane to the last, each depth by its own brightest pixel; below, what the spline says it looks like there.</p>
<div class="beads">${beads.map(bead)}</div>

<h2>Widths of the spot</h2>
<p>${gaussian ? html`Grey: the spline; coloured: the astigmatic Gaussian that fits it best (σ₀ ${fixed(gaussian.spec.sigma0, 0)} nm, γ ${fixed(gaussian.spec.gamma, 0)} nm, d ${fixed(gaussian.spec.d, 0)} nm, round at z = ${fixed(gaussian.spec.z0 ?? 0, 0)} nm); its widths are ${fixed(gaussian.rms)} nm off on average (root mean square).` : 'No astigmatic Gaussian fits the widths.'}</p>
<div class="charts">${lineChart({
    title: 'σx (blue) and σy (orange)', xLabel: 'z (nm)', yLabel: 'width (nm)', xRange: z, yRange: rangeFromZero(planes.flatMap(({ sigmaX, sigmaY }) => [sigmaX, sigmaY])),
    description: 'Widths of the spot along x and y over depth',
    series: [
      line('truth', planes.map((plane) => [plane.z, plane.sigmaX])), line('truth', planes.map((plane) => [plane.z, plane.sigmaY])),
      line('second', planes.map((plane) => [plane.z, plane.gaussianX])), line('first', planes.map((plane) => [plane.z, plane.gaussianY])),
    ],
  })}${lineChart({
    title: `Bound of a lone emitter: lateral (blue), axial (orange)`, xLabel: 'z (nm)', yLabel: 'nm', xRange: z, yRange: [0, Math.min(150, 1.05 * Math.max(...planes.flatMap(({ lateral, axial }) => [lateral, axial])))],
    description: 'Cramér–Rao bounds over depth', series: [
      line('second', planes.map((plane) => [plane.z, Math.min(plane.lateral, 150)])), line('first', planes.map((plane) => [plane.z, Math.min(plane.axial, 150)])),
    ],
  })}</div>
<p class="note">Cramér–Rao bounds of one frame for ${fixed(light.photons, 0)} photons over a background of ${fixed(light.background_photons, 0)} a pixel, camera: ${light.camera}. Depth is called usable where the axial bound is under ${calibration.axialLimit} nm.</p>

<h2>What the spline leaves over</h2>
<div class="charts">${lineChart({
    title: 'Reduced χ²: all beads (blue), left out (orange)', xLabel: 'z (nm)', yLabel: 'χ²', xRange: z, yRange: rangeFromZero(planes.map(({ chi2 }) => chi2 ?? 0).concat(leftOut.planes.map(({ chi2 }) => chi2 ?? 0)), 1.2),
    description: 'Reduced chi squared of every plane', series: [line('second', planes.map((plane) => [plane.z, plane.chi2])), line('first', planes.map((plane, i) => [plane.z, leftOut.planes[i].chi2]))],
  })}${lineChart({
    title: 'Residual: all beads (blue), left out (orange)', xLabel: 'z (nm)', yLabel: '% of the peak', xRange: z, yRange: rangeFromZero(leftOut.planes.map(({ rms }) => 100 * (rms ?? 0))),
    description: 'Root mean square residual of every plane', series: [line('second', planes.map((plane) => [plane.z, plane.rms === null ? null : 100 * plane.rms])), line('first', planes.map((plane, i) => [plane.z, percentOf(leftOut.planes[i].rms)]))],
  })}${lineChart({
    title: `Depth found minus depth of the stage, on ${leftOut.what} left out`, xLabel: 'z (nm)', yLabel: 'nm', xRange: z,
    yRange: [Math.min(-20, ...leftOut.planes.map(({ depthError }) => depthError ?? 0)), Math.max(20, ...leftOut.planes.map(({ depthError }) => depthError ?? 0))],
    description: 'Error of the recovered depth over depth', series: [line('first', planes.map((plane, i) => [plane.z, leftOut.planes[i].depthError]))],
  })}</div>
<p class="note">Left out: the spline of one half of the ${leftOut.what} is laid over the other half, whose planes are fitted one by one as if they were molecules. Noise from the ${noise.from}: variance ${fixed(noise.floor, 2)} ADU² + ${fixed(noise.slope, 2)} ADU × signal; background ${fixed(calibration.background_adu, 1)} ADU. χ² is 1 where nothing but noise is left.</p>
<p class="foot">StructLoc ${programVersion()}.</p>
</main></body></html>
`.markup
}

const percentOf = (share: number | null): number | null => (share === null ? null : 100 * share)

function line(role: Series['role'], points: readonly (readonly [number, number | null | undefined])[]): Series {
  return { role, points: points.flatMap(([x, y]) => (typeof y === 'number' && Number.isFinite(y) ? [[x, y] as const] : [])).toSorted((a, b) => a[0] - b[0]) }
}

function bead({ number, x, y, accepted, reason, brightness, height, picture }: CalibratedBead): Markup {
  return html`<figure class="bead ${accepted ? 'accepted' : 'rejected'}"><img src="${pngUri(coloured(picture))}" width="${picture.width}" height="${picture.height}" alt="Bead ${number} at five depths">
<figcaption><b>${accepted ? `Bead ${number}` : `Bead ${number}, not used`}</b> at (${fixed(x, 0)}, ${fixed(y, 0)}) nm. ${accepted ? `Brightness ${fixed(brightness ?? 1, 2)}, depth ${fixed(height ?? 0, 1)} nm.` : reason ?? ''}</figcaption></figure>`
}

/** Grey values in the colours of light on black. */
function coloured({ width, height, grey }: GreyPicture): { width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> } {
  const data = new Uint8ClampedArray(4 * width * height)
  Buffer.from(grey, 'base64').forEach((value, i) => data.set([...colourAt(lipari, value / 255), 255], 4 * i))
  return { width, height, data }
}
