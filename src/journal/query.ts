// Reads a journal query from an HTTP query string. All values are texts there, and a parameter is
// written as `parameter.type=widget`.

const NUMBERS = new Set([
  'user',
  'token',
  'rows',
  'min_duration',
  'since',
  'until',
  'after',
  'before',
  'limit',
  'status',
])
const SWITCHES = new Set(['dashboard'])
/** The fields that may be null. An empty text stands for null. */
const NULLABLE = new Set(['user', 'token', 'edition', 'status', 'correlation', 'rows'])
const PARAMETER = 'parameter.'

/**
 * Returns the fields of a JournalQuery, not validated yet. An empty text stands for null: `user=`
 * means requests without a known user, `parameter.page=` means requests without a page.
 */
export function toFields(pairs: Iterable<readonly [string, string]>): Record<string, unknown> {
  const fields = new Map<string, unknown>()
  const parameters = new Map<string, unknown>()
  for (const [name, text] of pairs) {
    if (name.startsWith(PARAMETER))
      collect(parameters, name.slice(PARAMETER.length), text === '' ? null : text)
    else if (name === 'status' && text !== '')
      for (const item of text.split(',')) collect(fields, name, toValue(name, item))
    else collect(fields, name, toValue(name, text))
  }
  if (parameters.size > 0) collect(fields, 'parameters', Object.fromEntries(parameters))
  return Object.fromEntries(fields)
}

/** Makes a list when a name repeats. The validation accepts a list only for `status`. */
function collect(values: Map<string, unknown>, name: string, value: unknown): void {
  values.set(name, values.has(name) ? [values.get(name), value].flat() : value)
}

function toValue(name: string, text: string): string | number | boolean | null {
  if (text === '' && NULLABLE.has(name)) return null
  if (SWITCHES.has(name) && (text === 'true' || text === 'false')) return text === 'true'
  return NUMBERS.has(name) && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text
}
