// Splits JSON into its original tokens. Numbers keep their spelling and texts their escapes, which
// JSON.parse() would lose.

export type Token = {
  readonly kind: 'key' | 'text' | 'number' | 'word' | 'mark'
  readonly text: string
}

const TOKEN =
  /"(?:[^"\\]+|\\.|\\$)*(?:"|$)|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]|\s+|[^\s"{}[\],:]+/gs

/** The tokens without the white space between them. */
export const tokensOf = (json: string): Token[] => {
  const texts = textsOf(json)
  return texts.map((text, index) => ({
    kind: /^[{}[\],:]$/.test(text) ? 'mark' : kindOf(text, texts[index + 1]),
    text,
  }))
}

const textsOf = (json: string): string[] =>
  (json.match(TOKEN) ?? []).filter((token) => token.trim() !== '')

/** Replaces the white space between tokens by line breaks and indentation. Accepts invalid JSON. */
export function indent(json: string): Token[] {
  const tokens = textsOf(json)
  const parts: Token[] = []
  let depth = 0
  tokens.forEach((token, index) => {
    const next = tokens[index + 1]
    const isEmpty = (token === '{' && next === '}') || (token === '[' && next === ']')
    if (isOpening(token)) parts.push(mark(token + (isEmpty ? '' : newline(++depth))))
    else if (isClosing(token))
      parts.push(mark(isOpening(tokens[index - 1]) ? token : newline(--depth) + token))
    else if (token === ',') parts.push(mark(token + newline(depth)))
    else if (token === ':') parts.push(mark(': '))
    else parts.push({ kind: kindOf(token, next), text: token })
  })
  return parts
}

const isOpening = (token: string | undefined): boolean => token === '{' || token === '['
const isClosing = (token: string): boolean => token === '}' || token === ']'
const newline = (depth: number): string => `\n${'  '.repeat(Math.max(depth, 0))}`
const mark = (text: string): Token => ({ kind: 'mark', text })

function kindOf(token: string, next: string | undefined): Token['kind'] {
  if (token.startsWith('"')) return next === ':' ? 'key' : 'text'
  return /^-?\d/.test(token) ? 'number' : 'word'
}
