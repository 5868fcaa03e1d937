// The content security policy of every page, and the page with its nonce. Tried with Vuetify, dockview and vtk.js: no violations.

export const noncePlaceholder = '%CSP_NONCE%'

/** The header's value. `nonce` allows the styles that Vuetify makes at run time. */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self' data: blob:", "font-src 'self'",
    "connect-src 'self'", "worker-src 'self' blob:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; ')
}

/** index.html with this answer's nonce. */
export const pageWithNonce = (html: string, nonce: string): string => html.replaceAll(noncePlaceholder, nonce)

/** Headers of every answer, page or not. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
}
