// A program of the graphics card from its two sources.
import { StructLocError } from '../../core/errors.ts'

export interface Program {
  program: WebGLProgram
  /** Where a uniform stands; looked up once. */
  at: (name: string) => WebGLUniformLocation | null
}

/** @param what it draws, for the message. @throws StructLocError 'unsupported' with the driver's words */
export function linkProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string, what: string): Program {
  const program = gl.createProgram()
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind)!
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
    gl.deleteShader(shader)
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new StructLocError('unsupported', `The graphics driver refuses the program that draws ${what}: ${gl.getProgramInfoLog(program)}`)
  }
  const places = new Map<string, WebGLUniformLocation | null>()
  return {
    program,
    at(name) {
      if (!places.has(name)) places.set(name, gl.getUniformLocation(program, name))
      return places.get(name)!
    },
  }
}
