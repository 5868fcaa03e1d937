// The programs that draw a frame: a texel a pixel, integer or float; contrast, gamma and look-up table are worked out here, so that
// changing them uploads nothing. Zoomed out, a screen pixel is the mean of the frame's pixels under it, so that no molecule is skipped.

import { mostUnder } from './frame-painter.ts'

export const vertexShader = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`

/** @param sampler 'usampler2D' (16-bit integer texels) or 'sampler2D' (float texels) */
export const fragmentShader = (sampler: 'usampler2D' | 'sampler2D'): string => `#version 300 es
precision highp float;
precision highp int;
precision highp ${sampler};
uniform ${sampler} frame;
uniform sampler2D lut;
uniform ivec2 size;
/** Lower left corner of the view in the canvas, and its height (device pixels). */
uniform vec3 pane;
/** Frame pixels a device pixel; the frame's corner in the view, device pixels. */
uniform float perPixel;
uniform vec2 corner;
uniform vec3 contrast;
uniform vec3 around;
out vec4 colour;
void main() {
  vec2 inView = vec2(gl_FragCoord.x - pane.x, pane.z - (gl_FragCoord.y - pane.y));
  vec2 at = (inView - corner) * perPixel;
  if (at.x < 0.0 || at.y < 0.0 || at.x >= float(size.x) || at.y >= float(size.y)) {
    colour = vec4(around, 1.0);
    return;
  }
  // So many pixels of the frame are under a screen pixel, from this one on.
  int n = clamp(int(ceil(perPixel - 0.001)), 1, ${mostUnder});
  ivec2 first = clamp(ivec2(floor(at - 0.5 * float(n - 1))), ivec2(0), max(size - n, ivec2(0)));
  float sum = 0.0;
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < n; i++) sum += float(texelFetch(frame, first + ivec2(i, j), 0).r);
  }
  float share = clamp((sum / float(n * n) - contrast.x) / (contrast.y - contrast.x), 0.0, 1.0);
  if (contrast.z != 1.0) share = pow(share, contrast.z);
  colour = vec4(texelFetch(lut, ivec2(int(share * 255.0 + 0.5), 0), 0).rgb, 1.0);
}`
