// What the page may ask of the browser around it.
import { isAppAddress } from './app-address.ts'

/** Copying numbers and pictures, and nothing else: no camera, no position, no devices, no notifications. */
export function isPermitted(permission: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && isAppAddress(origin)
}
