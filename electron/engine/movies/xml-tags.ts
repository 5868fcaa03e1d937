// The tags of an XML text one after another, for what OME-XML needs: no entities of a document's own, no namespaces.

export interface XmlTag {
  name: string
  /** An end tag, `</Name>`. */
  closes: boolean
  attributes: ReadonlyMap<string, string>
  /** The text from this tag to the next. */
  text: string
}

/** Goes over the text once, whatever is in it. */
export function* xmlTags(xml: string): Generator<XmlTag> {
  const tags = /<(\/?)(?:[\w-]+:)?([\w-]+)([^<>]*)>([^<]*)/g
  for (let match = tags.exec(xml); match !== null; match = tags.exec(xml)) {
    const [, slash, name, inside, text] = match
    const attributes = new Map<string, string>()
    for (const [, key, double, single] of inside.matchAll(/\s([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) attributes.set(key, unescaped(double ?? single))
    yield { name, closes: slash !== '', attributes, text: unescaped(text) }
  }
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  const point = (code: number): string => (code > 0 && code < 0x110000 ? String.fromCodePoint(code) : '')
  return text.replace(/&#(\d{1,7});/g, (_, code) => point(Number(code))).replace(/&#x([0-9a-f]{1,6});/gi, (_, code) => point(Number.parseInt(code, 16)))
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')
}
