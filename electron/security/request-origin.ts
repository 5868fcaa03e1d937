// The Origin header: which page sent a request. Browsers set it on every socket and upload, and pages cannot change it.

/** Whether the request comes from a page of the host it asks. A request without an origin does not come from a page of ours. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin !== undefined && host !== undefined && origin.toLowerCase() === `http://${host.toLowerCase()}`
}
