// What one call for frames may ask for.

/** Frames of one call, and pixels in all: a message stays in the low megabytes. */
export const mostFrames = 256
export const mostFramePixels = 2 ** 23
/** Most pixels along each side whose mean can be had in place of them. */
export const mostBinning = 8
