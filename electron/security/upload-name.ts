// Names of files that were dropped on the page. A name is the sender's; what it may do on a disk is decided here.

const longest = 180

/** Names that Windows keeps for devices, whatever the extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** A name without folders, control characters or a leading dot that every file system takes. Never empty. */
export function safeFileName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const plain = last.replaceAll(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF<>:"|?*]/g, '_').replace(/^[\s.]+/, '').replace(/[\s.]+$/, '')
  const named = device.test(plain) ? `_${plain}` : plain
  const { stem, extension } = splitName(named)
  return stem + extension === '' ? 'file' : shorten(stem, longest - Buffer.byteLength(extension)) + extension
}

/** The n-th name to try, from 1: 'a.tif', 'a (2).tif' …; what is there is never overwritten. */
export function numberedName(name: string, n: number): string {
  const { stem, extension } = splitName(name)
  return n === 1 ? name : `${stem} (${n})${extension}`
}

function splitName(name: string): { stem: string; extension: string } {
  const extension = /(?:\.ome|\.truth)?\.[^.\s]{1,12}$/i.exec(name)?.[0] ?? ''
  return extension === name ? { stem: name, extension: '' } : { stem: name.slice(0, name.length - extension.length), extension }
}

function shorten(text: string, bytes: number): string {
  let short = text
  while (Buffer.byteLength(short) > bytes) short = [...short].slice(0, -1).join('')
  return short
}
