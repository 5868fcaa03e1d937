// The address of the desktop window's own page. Nothing else is ever shown, asked for or listened to.
import { pageName } from './page-path.ts'

export const appScheme = 'app'
export const appOrigin = 'app://structloc'
export const appPage = `${appOrigin}/`

/** Whether an address belongs to the window's page. */
export function isAppAddress(address: string): boolean {
  return address === appOrigin || address.startsWith(appPage)
}

/** The file of the built window that an address names; undefined where it names none. As it was sent: URL objects have '..' worked out already. */
export function appPageName(address: string): string | undefined {
  return isAppAddress(address) ? pageName(address.slice(appOrigin.length).split(/[?#]/, 1)[0] || '/') : undefined
}
