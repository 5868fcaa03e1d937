// Where the desktop window may go: nowhere but to its own page. Links lead into the system's browser, and only to places of the literature.
import { isAppAddress } from './app-address.ts'

/** Whether a page may be shown in the window. */
export const mayNavigate = (address: string): boolean => isAppAddress(address)

/** Whether the page may ask for this address at all: its own files and what it holds in memory. The window uses no network. */
export function mayRequest(address: string): boolean {
  return isAppAddress(address) || /^(?:data|devtools):/.test(address) || address.startsWith('blob:app://structloc/')
}

const places = ['doi.org', 'github.com', 'pubmed.ncbi.nlm.nih.gov', 'arxiv.org']

/** The address to hand to the system's browser when the page asks for a new window; undefined: refused. */
export function externalLink(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const plain = url?.protocol === 'https:' && url.username === '' && url.password === '' && url.port === ''
  return plain && places.includes(url.hostname) ? url.href : undefined
}
