/** Id of the shipped network that a window begins with. */
export const usualModel = 'csr-5000-50'
