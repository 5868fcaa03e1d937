// The programs on the graphics card. Sums: every localization a Gaussian of weight one, integrated over the target's pixels (its
// variance grows by a pixel's own, 1/12), cut at three σ, added up: red, green, blue times weight, and weight. Tones: sums to colours.

export const sumVertex = `#version 300 es
precision highp float;
layout(location = 0) in vec4 point;
layout(location = 1) in float value;
uniform vec2 centre;
uniform float scale;
uniform vec2 size;
uniform vec3 sigma;
uniform vec2 range;
uniform float least;
uniform bool byValue;
uniform vec3 flatColour;
uniform vec3 noValue;
uniform vec3 noPartner;
uniform sampler2D lut;
flat out vec3 colour;
flat out vec4 spot;
void main() {
  vec2 s = clamp(point.zw * sigma.x, sigma.y, sigma.z) * scale;
  s = sqrt(max(s * s, vec2(least)) + 1.0 / 12.0);
  vec2 middle = (point.xy - centre) * scale + size * 0.5;
  vec2 reach = 3.0 * s + 0.5;
  if (any(lessThan(middle + reach, vec2(0.0))) || any(greaterThan(middle - reach, size))) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
  spot = vec4(middle, 1.0 / s);
  if (!byValue) colour = flatColour;
  else if (value < -1e29) colour = noValue;
  else if (value > 1e29) colour = noPartner;
  else colour = texture(lut, vec2((0.5 + 255.0 * clamp((value - range.x) / (range.y - range.x), 0.0, 1.0)) / 256.0, 0.5)).rgb;
  gl_Position = vec4((middle + corner * reach) / size * 2.0 - 1.0, 0.0, 1.0);
}`

export const sumFragment = `#version 300 es
precision highp float;
flat in vec3 colour;
flat in vec4 spot;
out vec4 sums;
void main() {
  vec2 d = (gl_FragCoord.xy - spot.xy) * spot.zw;
  float square = dot(d, d);
  if (square > 9.0) discard;
  float weight = exp(-0.5 * square) * spot.z * spot.w * 0.160943;
  sums = vec4(colour * weight, weight);
}`

export const paneVertex = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`

/** Rows of the sums count from the top, those of the canvas from below. `full`: weight at full brightness, of each layer. */
export const toneFragment = `#version 300 es
precision highp float;
uniform sampler2D first;
uniform sampler2D second;
uniform vec2 full;
uniform float gamma;
uniform int mode;
uniform vec3 pane;
uniform vec3 more;
uniform vec3 fewer;
out vec4 colour;
vec3 toned(vec4 sums, float most) {
  return sums.a > 0.0 ? sums.rgb / sums.a * pow(min(sums.a / most, 1.0), gamma) : vec3(0.0);
}
void main() {
  ivec2 at = ivec2(int(gl_FragCoord.x - pane.x), int(pane.z) - 1 - int(gl_FragCoord.y - pane.y));
  vec4 a = texelFetch(first, at, 0);
  if (mode == 0) { colour = vec4(toned(a, full.x), 1.0); return; }
  vec4 b = texelFetch(second, at, 0);
  if (mode == 1) { colour = vec4(min(toned(a, full.x) + toned(b, full.y), 1.0), 1.0); return; }
  float difference = a.a / full.x - b.a / full.y;
  float strength = pow(min(abs(difference), 1.0), gamma);
  colour = vec4((difference > 0.0 ? more : fewer) * strength, 1.0);
}`

/** Weights at evenly spaced pixels, to choose the brightness by. */
export const sampleFragment = `#version 300 es
precision highp float;
uniform sampler2D first;
uniform float stride;
out vec4 weight;
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy * stride);
  ivec2 size = textureSize(first, 0);
  weight = at.x < size.x && at.y < size.y ? texelFetch(first, at, 0) : vec4(0.0);
}`
