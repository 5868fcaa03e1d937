// The formats that tables are written in.

export const tableFormats = ['csv', 'arrow', 'picasso', 'smap', 'decode', 'smlm', 'epfl'] as const
export type TableFormat = (typeof tableFormats)[number]

const endings: readonly (readonly [RegExp, TableFormat])[] = [
  [/\.csv$/i, 'csv'], [/\.(arrow|feather)$/i, 'arrow'], [/\.hdf5$/i, 'picasso'], [/\.mat$/i, 'smap'], [/\.h5$/i, 'decode'], [/\.smlm$/i, 'smlm'],
]

/** The format that a file's name stands for; undefined where it stands for none. An EPFL csv has no ending of its own. */
export function formatOfName(name: string): TableFormat | undefined {
  return endings.find(([ending]) => ending.test(name))?.[1]
}
