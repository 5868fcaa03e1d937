// Asks for the browser's first WebGL context, which starts its graphics process and driver (half a second on some machines) and holds up
// the thread that asks: here that is nobody. Tells the driver's name; undefined where WebGL 2 is missing or has no float targets.
const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
const about = gl?.getExtension('WEBGL_debug_renderer_info')
const driver = gl?.getExtension('EXT_color_buffer_float') ? String(gl.getParameter(about ? about.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : undefined
postMessage(driver)
