// Parses the part of XML that reports use. Throws when the text is not well-formed.

export type XmlElement = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

/** The characters that XML 1.0 forbids, and all line breaks except \n. */
const FORBIDDEN = /[^\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
const TOKEN =
  /<\/(?<closed>[\w-]+)>|<(?<opened>[\w-]+)(?<attributes>(?: [\w-]+="[^"<]*")*)(?<empty>\/?)>|(?<text>[^<]+)/y
const entities = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
])

export function parseXml(source: string): XmlElement {
  if (FORBIDDEN.test(source)) throw new Error('XML 1.0 does not allow such a character')
  const body = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  let end = 0
  for (const { index, [0]: token, groups = {} } of body.matchAll(new RegExp(TOKEN.source, 'gu'))) {
    if (index !== end)
      throw new Error(`not well-formed at ${JSON.stringify(body.slice(end, end + 40))}`)
    end = index + token.length
    const parent = open.at(-1) ?? root
    if (groups['text'] !== undefined) parent.text += decode(groups['text'])
    else if (groups['closed'] !== undefined) {
      if (open.pop()?.name !== groups['closed'])
        throw new Error(`</${groups['closed']}> closes nothing`)
    } else {
      const element = {
        name: groups['opened'] ?? '',
        attributes: parseAttributes(groups['attributes'] ?? ''),
        children: [],
        text: '',
      }
      parent.children.push(element)
      if (groups['empty'] === '') open.push(element)
    }
  }
  const [element, ...others] = root.children
  if (end !== body.length || open.length !== 1 || element === undefined || others.length > 0)
    throw new Error('not well-formed at its end')
  return element
}

const parseAttributes = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      decode(value),
    ]),
  )

function decode(text: string): string {
  return text.replace(/&[^;]*;?/g, (entity) => {
    const character = entities.get(entity)
    if (character === undefined) throw new Error(`there is no entity ${entity}`)
    return character
  })
}
