/** One filter of the list. */
export interface Filter {
  id: number
  /** Such as 'photons > 500 && sigma_x < 20'; empty: everything passes. */
  expression: string
  enabled: boolean
  /** The column whose histogram is shown with it. */
  column?: string
}
