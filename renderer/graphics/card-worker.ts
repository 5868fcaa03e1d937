// The first WebGL context of a browser starts its graphics process and driver (half a second where the processor draws) and holds up the
// thread that asks. Here that is nobody.
new OffscreenCanvas(1, 1).getContext('webgl2')
postMessage(undefined)
