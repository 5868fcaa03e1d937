// The rules by which detections are paired and scored, the same in every view, and the offsets that were taken off by them.
import { defineStore } from 'pinia'
import { reactive, shallowReactive } from 'vue'
import { challengeMatching } from '../../core/evaluation/matching.ts'

export interface Offset { x: number; y: number; z: number }

export const useScoringRules = defineStore('scoring-rules', () => {
  const { gate, axialGate, border } = challengeMatching
  const rules = reactive({ gate, axialGate, border, minimumPhotons: 0, removeOffset: false })
  /** Mean offsets (nm) of A and B from the truth; and of A from B where there is none. What is missing was not taken off. */
  const removed = shallowReactive<Partial<Record<'a' | 'b' | 'a from b', Offset>>>({})
  return { rules, removed }
})
