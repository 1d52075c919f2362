// Searches a text below its escapes, layer by layer.

/** A text that is escaped more often counts as one with a secret. */
const MAX_LAYERS = 8

/** Whether `isIn` is true of the text, or of the text when its escapes are resolved. */
export function isInAnyLayer(text: string, isIn: (text: string) => boolean): boolean {
  if (isIn(text)) return true
  for (let layer = 0, current = text; ESCAPE.test(current); layer++) {
    if (layer === MAX_LAYERS) return true
    const resolved = resolveEscapes(current)
    if (resolved === current) return false
    if (isIn(resolved)) return true
    current = resolved
  }
  return false
}

/** The start of an escape in a URL, in JSON or in HTML. */
const ESCAPE = /%[\da-f]{2}|\\|&#/i
const EVERY_ESCAPE =
  /%([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})|&#x0*([\da-f]{1,4});?|&#0*(\d{1,5});?|\\([^ux])/gi

const resolveEscapes = (text: string): string =>
  text.replaceAll(
    EVERY_ESCAPE,
    (
      _escape,
      byte?: string,
      unit?: string,
      code?: string,
      hex?: string,
      decimal?: string,
      character?: string,
    ) => {
      if (decimal !== undefined) return String.fromCharCode(Number(decimal))
      const digits = byte ?? unit ?? code ?? hex
      return digits === undefined
        ? (character ?? '')
        : String.fromCharCode(Number.parseInt(digits, 16))
    },
  )
