// Messages as bytes, for sockets. Typed arrays stay what they are; no code is generated (content security policy).
import { Packr } from 'msgpackr'

const packr = new Packr({ moreTypes: true, useRecords: false, mapsAsObjects: true })

export const packMessage = (message: unknown): Uint8Array => packr.pack(message)
/** @throws on bytes that are no message */
export const unpackMessage = (bytes: Uint8Array): unknown => packr.unpack(bytes)
