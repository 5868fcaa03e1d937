// A check of bundles as they are written: native packages stay outside, everything else is inside.
import { isBuiltin } from 'node:module'
import type { Plugin } from 'vite'

export interface KnownImports {
  /** Whether a module of this name is there when the program runs. */
  isThere: (name: string) => boolean
  /** Packages that some bundle has to ask for, since they cannot be bundled. */
  native?: readonly string[]
}

/** Ends the build where a bundle would miss something when it runs, or holds what cannot be bundled. */
export function knownImports({ isThere, native = [] }: KnownImports): Plugin {
  return {
    name: 'known-imports',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === 'chunk')
      const own = new Set(chunks.map(({ fileName }) => fileName))
      const wanted = chunks.flatMap(({ fileName, imports, dynamicImports }) => [...imports, ...dynamicImports].filter((name) => !own.has(name)).map((name) => ({ fileName, name })))
      for (const { fileName, name } of wanted) {
        if (!isThere(name)) throw new Error(`${fileName} asks for '${name}' when it runs, which is not packaged with the program.`)
      }
      const missing = native.filter((name) => !wanted.some((one) => one.name === name))
      if (missing.length > 0) throw new Error(`No bundle asks for ${missing.join(', ')}, whose native part cannot be bundled.`)
    },
  }
}

/** Electron and Node's own modules, which every process but the sandboxed preload has. */
export const isPlatform = (name: string): boolean => name === 'electron' || isBuiltin(name)
