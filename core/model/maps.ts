// What a Gaussian-mixture network gives for each frame, in the units of the table: the door between ONNX and decoding.

/**
 * Channels of the ONNX output `maps` [T, 10, H, W], float32, in this order. The input is `photons` [T+2, H, W], float32:
 * frame t of the output belongs to frame t+1 of the input. Values are already in final units:
 * p detection probability 0 … 1; photons, sigma_photons, background in photons; dx, dy offsets from the PIXEL CENTRE in px
 * and their sigma_x, sigma_y in px; z and sigma_z in nm.
 */
export const mapChannels = ['p', 'photons', 'dx', 'dy', 'z', 'sigma_photons', 'sigma_x', 'sigma_y', 'sigma_z', 'background'] as const
export const mapChannelCount = mapChannels.length

/** One frame's maps, as many planes of height × width as the network has channels, row-major; pixels as fine as its output. */
export interface FrameMaps {
  data: Float32Array
  width: number
  height: number
}
