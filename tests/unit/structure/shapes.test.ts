// Each kind of structure has the geometry that its parameters say.
import { describe, expect, it } from 'vitest'
import type { Box, Positions, Vector } from '../../../core/geometry.ts'
import { Random } from '../../../core/random/random.ts'
import { onArc, type Arc } from '../../../core/structure/arc.ts'
import { Cloud } from '../../../core/structure/cloud.ts'
import { directionNearPlane, pointIn, upright } from '../../../core/structure/directions.ts'
import { randomHeightField, steepestOf } from '../../../core/structure/height-field.ts'
import { createSampling } from '../../../core/structure/registry.ts'
import { addTubeSurface } from '../../../core/structure/tube-surface.ts'
import { ksTwoSamples, mean, variance } from '../../fixtures/statistics.ts'

const field: Box = { x: [0, 6400], y: [0, 6400], z: [-750, 750] }
const wide: Box = { x: [-1e5, 1e5], y: [-1e5, 1e5], z: [-1e5, 1e5] }

function draw(spec: { kind: string } & Record<string, unknown>, domain: Box, count: number, seed = 1): Positions {
  return createSampling(spec, domain)(new Random(seed)).draw(count, new Random(seed, 1))
}

function rows({ x, y, z }: Positions): Vector[] {
  return Array.from(x, (value, i): Vector => [value, y[i], z[i]])
}

/** The distinct places of a draw so long that it has met every one. */
function distinct(places: Positions): Vector[] {
  return [...new Map(rows(places).map((place) => [place.join(), place])).values()]
}

const distance = (a: Vector, b: Vector): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

/** Distances within disjoint pairs of consecutive rows: independent values. */
function pairDistances(places: readonly Vector[]): number[] {
  return Array.from({ length: Math.floor(places.length / 2) }, (_, i) => distance(places[2 * i], places[2 * i + 1]))
}

const uniform = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 0.5) / count)

/** Slope dy/dx and its angle of places that lie on a line in the focal plane. */
function lineAngle_deg(places: readonly Vector[]): number {
  const [cx, cy] = [mean(places.map(([x]) => x)), mean(places.map(([, y]) => y))]
  const [xx, yy, xy] = places.reduce(([a, b, c], [x, y]) => [a + (x - cx) ** 2, b + (y - cy) ** 2, c + (x - cx) * (y - cy)], [0, 0, 0])
  return (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI
}

describe('vesicles', () => {
  it('are spherical and evenly covered: squared distances within a shell are uniform up to the squared diameter', () => {
    const places = rows(draw({ kind: 'vesicles', density_perUm2: 1e-9, radius: [200, 200], thickness: 0, seeds_perUm2: 2e5 }, wide, 8000))
    const shares = pairDistances(places).map((d) => d ** 2 / 400 ** 2)
    expect(Math.max(...shares)).toBeLessThan(1.01)
    // Kolmogorov–Smirnov, 4,000 values: 1.95/√4000 is exceeded once in a thousand.
    expect(ksTwoSamples(shares, uniform(100_000))).toBeLessThan(0.031)
  })

  it('are as many as their density says', () => {
    // Without lateral spread (seeds at the smallest possible radius of 1 nm) every vesicle is one spot.
    const counts = Array.from({ length: 30 }, (_, seed) => {
      const spots = distinct(draw({ kind: 'vesicles', density_perUm2: 1, radius: [1, 1], thickness: 0, seeds_perUm2: 2e6 }, field, 20_000, seed))
      return new Set(spots.map((spot) => spots.findIndex((other) => distance(spot, other) < 5))).size
    })
    expect(Math.abs(mean(counts) - 40.96)).toBeLessThan(4 * Math.sqrt(40.96 / 30))
  })
})

describe('clusters', () => {
  it('are normal around their centre: two molecules of one differ by twice its variance in each direction', () => {
    const places = rows(draw({ kind: 'clusters', density_perUm2: 1e-9, sigma: [50, 50], seeds: [1e5, 1e5], strays: 0 }, wide, 20_000))
    for (const axis of [0, 1, 2]) {
      const differences = Array.from({ length: 10_000 }, (_, i) => places[2 * i][axis] - places[2 * i + 1][axis])
      expect(variance(differences) / (2 * 50 ** 2)).toBeGreaterThan(0.94)
      expect(variance(differences) / (2 * 50 ** 2)).toBeLessThan(1.06)
    }
  })

  it('leave the share of strays outside', () => {
    // Clusters of no width are single places that come again and again; strays are met once.
    const places = rows(draw({ kind: 'clusters', density_perUm2: 2, sigma: [0, 0], seeds: [2000, 2000], strays: 0.2 }, field, 20_000))
    const often = new Map<string, number>()
    for (const place of places) often.set(place.join(), (often.get(place.join()) ?? 0) + 1)
    const strays = places.filter((place) => often.get(place.join())! < 30).length
    expect(strays / places.length).toBeGreaterThan(0.18)
    expect(strays / places.length).toBeLessThan(0.22)
  })
})

describe('sheets', () => {
  const given = { undulation: [120, 120], wavelength: [700, 900], tilt_deg: [20, 20] } as const
  const deep: Box = { ...field, z: [-20_000, 20_000] }

  it('keep the given deviation from the plane, and their slope is the derivative of their height', () => {
    const heights: number[] = []
    for (let seed = 0; seed < 60; seed++) {
      const level = randomHeightField({ ...given, tilt_deg: [0, 0] }, wide, new Random(seed))
      const own = Array.from({ length: 400 }, (_, i) => level.height((i % 20) * 1234, Math.floor(i / 20) * 1234))
      heights.push(variance(own))
      const [dx, dy] = level.slope(100, 200)
      expect(level.height(100.5, 200) - level.height(99.5, 200)).toBeCloseTo(dx, 4)
      expect(level.height(100, 200.5) - level.height(100, 199.5)).toBeCloseTo(dy, 4)
      expect(Math.hypot(1, dx, dy)).toBeLessThanOrEqual(level.steepest)
      expect(level.steepest).toBeLessThanOrEqual(steepestOf(given))
    }
    expect(Math.sqrt(mean(heights))).toBeGreaterThan(0.95 * 120)
    expect(Math.sqrt(mean(heights))).toBeLessThan(1.05 * 120)
  })

  it('are tilted by the given angle', () => {
    const { slope } = randomHeightField({ undulation: [0, 0], wavelength: [1000, 1000], tilt_deg: [20, 20] }, field, new Random(3))
    expect((Math.atan(Math.hypot(...slope(10, 20))) * 180) / Math.PI).toBeCloseTo(20, 9)
  })

  it('are evenly covered by area, not by what is seen from above', () => {
    const places = rows(draw({ kind: 'sheet', ...given, thickness: 0, seeds_perUm2: 3000 }, deep, 40_000, 5))
    const surface = randomHeightField(given, deep, new Random(5))
    for (const [x, y, z] of places.slice(0, 500)) expect(z).toBeCloseTo(surface.height(x, y), 1)
    const steepness = (x: number, y: number): number => Math.hypot(1, ...surface.slope(x, y))
    const grid = Array.from({ length: 200 ** 2 }, (_, i) => steepness(32 * ((i % 200) + 0.5), 32 * (Math.floor(i / 200) + 0.5)))
    // Even cover: the mean of projected by true area over the molecules is the projected by the true area of the whole.
    const seen = mean(places.map(([x, y]) => 1 / steepness(x, y)))
    expect(1 / mean(grid)).toBeLessThan(0.85)
    expect(Math.abs(seen * mean(grid) - 1)).toBeLessThan(0.01)
  })

  it('are as thick as given', () => {
    const flat = { undulation: [0, 0], wavelength: [1000, 1000], tilt_deg: [60, 60] }
    const places = rows(draw({ kind: 'sheet', ...flat, thickness: 30, seeds_perUm2: 3000 }, deep, 20_000, 2))
    const surface = randomHeightField({ undulation: [0, 0], wavelength: [1000, 1000], tilt_deg: [60, 60] }, deep, new Random(2))
    const inner = places.filter(([x, y]) => x > 200 && x < 6200 && y > 200 && y < 6200)
    const off = inner.map(([x, y, z]) => (z - surface.height(x, y)) * Math.cos(Math.PI / 3))
    expect(Math.sqrt(variance(off))).toBeGreaterThan(29)
    expect(Math.sqrt(variance(off))).toBeLessThan(31)
  })
})

describe('nuclear pores', () => {
  const bare = { kind: 'nuclear-pores', density_perUm2: 1e-9, labelled: 1, thickness: 0, copies: 1, spacing: 0, envelopeRadius: [300, 300] }

  it('have two eight-fold rings: 16 places whose distances are those of two regular octagons face to face', () => {
    const places = distinct(draw(bare, wide, 2000))
    expect(places).toHaveLength(16)
    const chords = [0, 1, 2, 3, 4].map((k) => 107 * Math.sin((k * Math.PI) / 8))
    const allowed = [...chords.slice(1), ...chords.map((chord) => Math.hypot(chord, 50))]
    for (const a of places) {
      for (const b of places) {
        if (a !== b) expect(Math.min(...allowed.map((value) => Math.abs(value - distance(a, b))))).toBeLessThan(0.05)
      }
    }
  })

  it('lie in an envelope of the given radius, evenly, as many as their density says', () => {
    const tiny = { ...bare, diameter: [1, 1], ringDistance: [0, 0], envelopeRadius: [5000, 5000], density_perUm2: 5 }
    const places = distinct(draw(tiny, wide, 60_000, 5))
    const pores = places.length / 8
    const expected = 5 * 4 * Math.PI * 25
    expect(Math.abs(pores - expected)).toBeLessThan(4 * Math.sqrt(expected))
    const shares = pairDistances(rows(draw(tiny, wide, 8000, 5))).map((d) => d ** 2 / 10_000 ** 2)
    expect(Math.max(...shares)).toBeLessThan(1.001)
    expect(ksTwoSamples(shares, uniform(100_000))).toBeLessThan(0.04)
  })

  it('keep their distance', () => {
    const places = distinct(draw({ ...bare, diameter: [1, 1], ringDistance: [0, 0], envelopeRadius: [1500, 1500], density_perUm2: 6, spacing: 200 }, wide, 20_000, 4))
    // Places of one pore are at most its diameter of 1 nm apart.
    const apart = places.flatMap((a) => places.map((b) => distance(a, b)).filter((value) => value > 1.1))
    expect(places.length).toBeGreaterThan(800)
    expect(apart.reduce((least, value) => Math.min(least, value), Infinity)).toBeGreaterThan(198)
  })

  it('carry the given share of labels', () => {
    const counts = Array.from({ length: 60 }, (_, seed) => distinct(draw({ ...bare, copies: 2, labelled: 0.6 }, wide, 2000, seed)).length)
    expect(mean(counts) / 32).toBeGreaterThan(0.55)
    expect(mean(counts) / 32).toBeLessThan(0.65)
  })
})

describe('mitochondria-like tubes', () => {
  it('are capsules where they are straight, evenly covered', () => {
    const given = { tubes: 1, diameter: [400, 400], length: [2000, 2000], persistence: 1e12, inclination_deg: 0, thickness: 0 }
    const places = rows(draw({ kind: 'mitochondria', ...given, seeds_perUm2: 1e4 }, wide, 20_000, 6))
    // The same random numbers as in the structure: radius, direction, middle.
    const random = new Random(6)
    random.uniform()
    const axis = directionNearPlane(0, random)
    const middle = pointIn(wide, random)
    const along = places.map((place) => axis.reduce((sum, value, k) => sum + value * (place[k] - middle[k]), 0))
    const outside = places.map((place, i) => {
      const t = Math.min(Math.max(along[i], -1000), 1000)
      return distance(place, [middle[0] + t * axis[0], middle[1] + t * axis[1], middle[2] + t * axis[2]])
    })
    for (const value of outside) expect(value).toBeCloseTo(200, 0)
    const ends = along.filter((t) => Math.abs(t) > 1000).length / along.length
    expect(Math.abs(ends - 400 / (400 + 2000))).toBeLessThan(0.012)
  })

  it('have more molecules on the outer side of a bend, as there is more surface: ⟨cos φ⟩ = r / 2R on a torus', () => {
    const [R, r] = [600, 200]
    const points = Array.from({ length: 200 }, (_, i): Vector => [R * Math.cos((i * Math.PI) / 199), R * Math.sin((i * Math.PI) / 199), 0])
    const cloud = new Cloud(wide)
    addTubeSurface(cloud, { points, ends: [false, false] }, { radius: r, seeds_perUm2: 30_000, thickness: 0 }, new Random(4))
    const places = rows(cloud.structure().draw(40_000, new Random(4, 1)))
    const cosines = places.map(([x, y]) => (Math.hypot(x, y) - R) / r)
    for (const [x, y, z] of places.slice(0, 500)) expect(Math.hypot(Math.hypot(x, y) - R, z)).toBeCloseTo(r, 0)
    expect(Math.abs(mean(cosines) - r / (2 * R))).toBeLessThan(0.02)
  })
})

describe('actin-like meshes', () => {
  it('have the length of filaments per area that makes crossings π/(2λ) apart', () => {
    // Filaments as straight lines of known seeds per length: their number in a square of 4 µm tells λ.
    const square: Box = { x: [0, 4000], y: [0, 4000], z: [-1e4, 1e4] }
    const mesh = { kind: 'actin-mesh', meshSize: [400, 400], length: [1000, 1000], seeds_perUm: 10, layer: 0, tubeRadius: 0 }
    const counts = Array.from({ length: 60 }, (_, seed) => distinct(draw(mesh, square, 20_000, seed)).length)
    const lambda_perUm = mean(counts) / 10 / 16
    expect(Math.abs(Math.PI / (2 * lambda_perUm) / 0.4 - 1)).toBeLessThan(0.04)
  })

  it('lie within their layer', () => {
    const level = { undulation: [0, 0], tilt_deg: [0, 0], layer: 100, tubeRadius: 0 }
    const { z } = draw({ kind: 'actin-mesh', ...level }, wideInDepth(), 5000)
    expect(Math.max(...z) - Math.min(...z)).toBeLessThanOrEqual(100)
    expect(Math.max(...z) - Math.min(...z)).toBeGreaterThan(85)
  })
})

describe('crossings', () => {
  it('cross at the given angle and pass at the given distance', () => {
    const pair = { kind: 'crossings', pairs: 1, angle_deg: [30, 30], gap: [40, 40], curvature_perUm: [0, 0], tubeRadius: 0, inclination_deg: 0 }
    for (let seed = 0; seed < 10; seed++) {
      const places = rows(draw(pair, wide, 2000, seed))
      const depths = places.map(([, , z]) => z)
      const [low, high] = [Math.min(...depths), Math.max(...depths)]
      expect(high - low).toBeCloseTo(40, 1)
      const [first, second] = [low, high].map((depth) => lineAngle_deg(places.filter(([, , z]) => Math.abs(z - depth) < 1)))
      const angle = Math.abs(first - second) % 180
      expect(Math.min(angle, 180 - angle)).toBeCloseTo(30, 2)
    }
  })
})

describe('parallel filaments', () => {
  it('run side by side at the given distance', () => {
    const pair = { kind: 'parallel-filaments', bundles: 1, distance: [80, 80], curvature_perUm: [0, 0], tubeRadius: 0, inclination_deg: 0 }
    const places = rows(draw({ ...pair, separation: 'lateral' }, wide, 2000, 3))
    const angle = (lineAngle_deg(places) * Math.PI) / 180
    const across = places.map(([x, y]) => y * Math.cos(angle) - x * Math.sin(angle))
    const [low, high] = [Math.min(...across), Math.max(...across)]
    // The direction is known from the places themselves, within 80 nm of some µm.
    expect(high - low).toBeGreaterThan(79)
    expect(high - low).toBeLessThan(90)
    expect(new Set(places.map(([, , z]) => z)).size).toBe(1)
  })

  it('or one above the other', () => {
    const pair = { kind: 'parallel-filaments', bundles: 1, filaments: 3, distance: [80, 80], separation: 'axial', curvature_perUm: [0, 0], tubeRadius: 0, inclination_deg: 0 }
    const depths = [...new Set(draw(pair, wide, 2000, 3).z)].sort((a, b) => a - b)
    expect(depths).toHaveLength(3)
    expect(depths[1] - depths[0]).toBeCloseTo(80, 1)
    expect(depths[2] - depths[1]).toBeCloseTo(80, 1)
  })

  it('keep that distance where they bend', () => {
    const arc: Arc = { origin: [10, 20, 30], tangent: [1, 0, 0], normal: [0, 1, 0], binormal: [0, 0, 1], curvature: 1 / 2000 }
    for (const s of [-3000, -500, 0, 1200]) {
      const neighbour = onArc(arc, s, 60, 80)
      const distances = Array.from({ length: 12_001 }, (_, i) => distance(neighbour, onArc(arc, i - 6000)))
      expect(Math.min(...distances)).toBeCloseTo(100, 2)
    }
    const straight = onArc({ ...arc, curvature: 1e-12 }, 1000)
    expect(straight[0]).toBeCloseTo(1010, 6)
    expect(straight[1]).toBeCloseTo(20, 2)
    expect(distance(onArc(arc, 700), [10, 2020, 30])).toBeCloseTo(2000, 6)
  })

  it('the axis called upright is a unit vector perpendicular to the filament, as steep as can be', () => {
    const random = new Random(1)
    for (let i = 0; i < 100; i++) {
      const axis = directionNearPlane(90, random)
      const up = upright(axis)
      expect(Math.hypot(...up)).toBeCloseTo(1, 9)
      expect(up[0] * axis[0] + up[1] * axis[1] + up[2] * axis[2]).toBeCloseTo(0, 9)
      expect(up[2]).toBeCloseTo(Math.sqrt(1 - axis[2] ** 2), 9)
    }
  })
})

function wideInDepth(): Box {
  return { ...field, z: [-1e4, 1e4] }
}
