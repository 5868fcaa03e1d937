// The lines of a calibration's charts.
import type { Calibration } from '../../core/calibration/calibrate.ts'

export interface DepthSeries {
  name: string
  mark: 'a' | 'b' | 'quiet'
  dashed?: boolean
  /** Depth in nm, and the value where there is one. */
  points: (readonly [number, number | null])[]
}

type Plane = Calibration['planes'][number]
type LeftOut = Calibration['leftOut']['planes'][number]

/** Charts over depth, in the order in which they are shown. */
export function depthCharts({ planes, leftOut, gaussian, light, axialLimit }: Calibration): { title: string; unit: string; about: string; most?: number; series: DepthSeries[] }[] {
  const of = (value: (plane: Plane) => number | null | undefined): DepthSeries['points'] => planes.map((plane) => [plane.z, value(plane) ?? null])
  const left = (value: (plane: LeftOut) => number | null): DepthSeries['points'] => planes.map((plane, i) => [plane.z, value(leftOut.planes[i])])
  const percent = (share: number | null): number | null => (share === null ? null : 100 * share)
  return [
    {
      title: 'Widths of the spot', unit: 'nm', about: 'Widths of the spot along x and y over depth, of the spline and of the fitted Gaussian',
      series: [
        { name: 'σx', mark: 'a', points: of(({ sigmaX }) => sigmaX) }, { name: 'σy', mark: 'b', points: of(({ sigmaY }) => sigmaY) },
        ...(gaussian ? [{ name: 'fitted Gaussian', mark: 'quiet', dashed: true, points: of(({ gaussianX }) => gaussianX) } as const, { name: '', mark: 'quiet', dashed: true, points: of(({ gaussianY }) => gaussianY) } as const] : []),
      ],
    },
    {
      title: `Bound of a lone emitter: ${light.photons} photons, background ${light.background_photons}`, unit: `nm; usable under ${axialLimit} nm axial`, most: 150, about: 'Cramér–Rao bounds over depth',
      series: [{ name: 'lateral', mark: 'a', points: of(({ lateral }) => finite(lateral)) }, { name: 'axial', mark: 'b', points: of(({ axial }) => finite(axial)) }],
    },
    {
      title: 'What the spline leaves over', unit: '% of the peak (root mean square)', about: 'Residual of every plane as a share of the peak',
      series: [{ name: 'beads used', mark: 'a', points: of(({ rms }) => percent(rms)) }, { name: `${leftOut.what} left out`, mark: 'b', points: left(({ rms }) => percent(rms)) }],
    },
    {
      title: 'Reduced χ²', unit: '1 where nothing but noise is left', about: 'Reduced chi squared of every plane',
      series: [{ name: 'beads used', mark: 'a', points: of(({ chi2 }) => chi2) }, { name: `${leftOut.what} left out`, mark: 'b', points: left(({ chi2 }) => chi2) }],
    },
    {
      title: 'Depth found minus depth of the stage', unit: 'nm', about: `Error of the depth found on ${leftOut.what} left out of the calibration`,
      series: [{ name: `${leftOut.what} left out`, mark: 'b', points: left(({ depthError }) => depthError) }],
    },
  ]
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
