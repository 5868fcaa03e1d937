// What a canvas shows, as the bytes of a PNG file.

/** @throws Error where the graphics driver gives no image */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, 'image/png') })
  if (!blob) throw new Error('The picture could not be made: the graphics driver gave no image.')
  return new Uint8Array(await blob.arrayBuffer())
}
