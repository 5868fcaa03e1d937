/** A colour (0 … 255) as a number whose bytes, on any usual processor, are red, green, blue, opacity: a pixel of a canvas. */
export const packedColour = (red: number, green: number, blue: number): number => (0xff000000 | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0
