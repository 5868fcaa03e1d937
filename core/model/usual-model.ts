/** Id of the shipped network that a window begins with. */
export const usualModel = 'mixture-5000-50'
