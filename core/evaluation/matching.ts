// Pairs detections with true emitters, frame by frame (Sage et al., Nat. Methods 16, 387, 2019: SMLM Challenge 2016).

export interface Spots {
  frame: Int32Array
  x: Float32Array
  y: Float32Array
  z: Float32Array
}

export interface MatchingOptions {
  /** Largest lateral distance of a pair, nm. */
  gate: number
  /** Largest axial distance of a pair, nm. */
  axialGate: number
  /** Rows this near to the border of the field of view, or outside it, are left out on both sides, nm. */
  border: number
  /** Width and height of the field of view in nm; without it no row is left out. */
  fieldOfView?: { width: number; height: number }
  /** 'greedy': nearest pairs first, by 3D distance. 'optimal': most pairs, then least squared distance. */
  method: 'greedy' | 'optimal'
}

export const challengeMatching: MatchingOptions = { gate: 250, axialGate: 500, border: 450, method: 'greedy' }

/** Row numbers in the tables that were matched. */
export interface Matching {
  /** detection[i] and truth[i] are a pair. */
  detection: Int32Array
  truth: Int32Array
  falsePositives: Int32Array
  missed: Int32Array
}

interface Candidate {
  detection: number
  truth: number
  squared: number
}

/** Matches two tables; rows may be in any order. */
export function match(detections: Spots, truth: Spots, options: MatchingOptions = challengeMatching): Matching {
  const found = byFrame(detections, options)
  const there = byFrame(truth, options)
  const [pairs, falsePositives, missed]: [Candidate[], number[], number[]] = [[], [], []]
  for (const frame of new Set([...found.keys(), ...there.keys()])) {
    const [left, right] = [found.get(frame) ?? [], there.get(frame) ?? []]
    const candidates = gated(detections, left, truth, right, options)
    const chosen = options.method === 'greedy' ? nearestFirst(candidates) : groups(candidates).flatMap(mostPairs)
    const [usedLeft, usedRight] = [new Set(chosen.map((c) => c.detection)), new Set(chosen.map((c) => c.truth))]
    for (const pair of chosen) pairs.push(pair)
    for (const row of left) if (!usedLeft.has(row)) falsePositives.push(row)
    for (const row of right) if (!usedRight.has(row)) missed.push(row)
  }
  return {
    detection: Int32Array.from(pairs, (pair) => pair.detection),
    truth: Int32Array.from(pairs, (pair) => pair.truth),
    falsePositives: Int32Array.from(falsePositives),
    missed: Int32Array.from(missed),
  }
}

/** Rows of each frame inside the border, in the order of x. */
function byFrame(spots: Spots, { border, fieldOfView }: MatchingOptions): Map<number, number[]> {
  const frames = new Map<number, number[]>()
  for (let row = 0; row < spots.frame.length; row++) {
    const [x, y] = [spots.x[row], spots.y[row]]
    if (fieldOfView && (x < border || y < border || x > fieldOfView.width - border || y > fieldOfView.height - border)) continue
    const rows = frames.get(spots.frame[row])
    if (rows) rows.push(row)
    else frames.set(spots.frame[row], [row])
  }
  for (const rows of frames.values()) rows.sort((a, b) => spots.x[a] - spots.x[b])
  return frames
}

/** All pairs within the gates; both lists are in the order of x. */
function gated(a: Spots, left: number[], b: Spots, right: number[], { gate, axialGate }: MatchingOptions): Candidate[] {
  const pairs: Candidate[] = []
  let start = 0
  for (const detection of left) {
    const x = a.x[detection]
    while (start < right.length && b.x[right[start]] < x - gate) start++
    for (let j = start; j < right.length && b.x[right[j]] <= x + gate; j++) {
      const truth = right[j]
      const lateral = (b.x[truth] - x) ** 2 + (b.y[truth] - a.y[detection]) ** 2
      const axial = Math.abs(b.z[truth] - a.z[detection])
      if (lateral <= gate * gate && axial <= axialGate) pairs.push({ detection, truth, squared: lateral + axial * axial })
    }
  }
  return pairs
}

function nearestFirst(candidates: Candidate[]): Candidate[] {
  candidates.sort((p, q) => p.squared - q.squared || p.detection - q.detection || p.truth - q.truth)
  const [left, right] = [new Set<number>(), new Set<number>()]
  return candidates.filter(({ detection, truth }) => {
    if (left.has(detection) || right.has(truth)) return false
    left.add(detection)
    right.add(truth)
    return true
  })
}

/** Candidates that share rows, directly or through others: each group can be solved for itself. */
function groups(candidates: Candidate[]): Candidate[][] {
  const parent = Int32Array.from(candidates, (_, i) => i)
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]]
    return i
  }
  for (const side of ['detection', 'truth'] as const) {
    const first = new Map<number, number>()
    candidates.forEach((candidate, i) => {
      const other = first.get(candidate[side])
      if (other === undefined) first.set(candidate[side], i)
      else parent[root(i)] = root(other)
    })
  }
  return [...Map.groupBy(candidates.keys(), root).values()].map((members) => members.map((i) => candidates[i]))
}

/**
 * Most pairs, and among those the least sum of squared distances: successive shortest augmenting paths (Bellman–Ford on
 * a group of the gated graph, which is small).
 */
function mostPairs(candidates: Candidate[]): Candidate[] {
  const edges = new Map<number, Candidate[]>()
  for (const candidate of candidates) {
    const known = edges.get(candidate.detection)
    if (known) known.push(candidate)
    else edges.set(candidate.detection, [candidate])
  }
  const ofTruth = new Map<number, Candidate>()
  const ofDetection = new Map<number, Candidate>()
  for (;;) {
    const path = shortestPath(edges, ofTruth, ofDetection)
    if (!path) return [...ofTruth.values()]
    for (const edge of path) {
      ofTruth.set(edge.truth, edge)
      ofDetection.set(edge.detection, edge)
    }
  }
}

/** New edges of the cheapest path from any free detection to any free truth, or undefined where there is none. */
function shortestPath(edges: Map<number, Candidate[]>, ofTruth: Map<number, Candidate>, ofDetection: Map<number, Candidate>): Candidate[] | undefined {
  const cost = new Map<number, number>()
  const reached = new Map<number, { edge: Candidate; cost: number }>()
  for (const detection of edges.keys()) if (!ofDetection.has(detection)) cost.set(detection, 0)
  for (let changed = true; changed;) {
    changed = false
    for (const [detection, soFar] of [...cost]) {
      for (const edge of edges.get(detection)!) {
        if (ofDetection.get(detection) === edge) continue
        const total = soFar + edge.squared
        if (total >= (reached.get(edge.truth)?.cost ?? Infinity) - 1e-9) continue
        reached.set(edge.truth, { edge, cost: total })
        const taken = ofTruth.get(edge.truth)
        if (taken && total - taken.squared < (cost.get(taken.detection) ?? Infinity) - 1e-9) cost.set(taken.detection, total - taken.squared)
        changed = true
      }
    }
  }
  let end: number | undefined
  for (const [truth, { cost: total }] of reached) {
    if (!ofTruth.has(truth) && (end === undefined || total < reached.get(end)!.cost)) end = truth
  }
  if (end === undefined) return undefined
  const path: Candidate[] = []
  for (let truth = end; ;) {
    const { edge } = reached.get(truth)!
    path.push(edge)
    const before = ofDetection.get(edge.detection)
    if (!before) return path
    truth = before.truth
  }
}
