// How the two results and the truth look everywhere: colours of Okabe and Ito (readable with colour-vision deficiencies), and a
// shape each, so that nothing depends on colour alone.

export const marks = {
  a: { title: 'A', colour: '#e69f00', shape: 'circle' },
  b: { title: 'B', colour: '#56b4e9', shape: 'square' },
  truth: { title: 'Truth', colour: '#ffffff', shape: 'cross' },
  falsePositive: { title: 'False positive', colour: '#d55e00', shape: 'triangle' },
  missed: { title: 'Missed', colour: '#cc79a7', shape: 'diamond' },
  selected: { title: 'Selected', colour: '#f0e442', shape: 'ring' },
} as const

export type MarkName = keyof typeof marks
