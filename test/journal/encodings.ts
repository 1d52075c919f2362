/**
 * Encodings of a text that a reader can undo. Texts that are not escaped become `latin1` strings,
 * because node:http hands bytes over in that form.
 */
export const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': toBytes,
  'in capitals': (text) => toBytes(text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())),
  'escaped for a URL': encodeURIComponent,
  'escaped for a URL in small letters': (text) => escapeAll(text, '%'),
  'escaped for a URL in capitals': (text) => escapeAll(text, '%').toUpperCase(),
  'escaped twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'escaped wholly, three times': (text) =>
    escapeAll(text, '%').replaceAll('%', '%25').replaceAll('%', '%25'),
  'as a form writes it': (text) => new URLSearchParams({ text }).toString().slice('text='.length),
  'escaped for JSON': (text) => toUnits(text),
  'escaped for JSON in a URL': (text) => encodeURIComponent(toUnits(text)),
  'escaped for HTML': (text) =>
    Array.from(toBytes(text), (character) => `&#${character.charCodeAt(0)};`).join(''),
  'escaped for HTML in hexadecimal': (text) =>
    Array.from(
      { length: text.length },
      (_, index) => `&#x${text.charCodeAt(index).toString(16)};`,
    ).join(''),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64 for URLs': (text) => Buffer.from(text).toString('base64url'),
  'in base64, escaped': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  'in hexadecimal': (text) => Buffer.from(text).toString('hex'),
}

function toBytes(text: string): string {
  return Buffer.from(text).toString('latin1')
}

const escapeAll = (text: string, lead: string): string =>
  Array.from(Buffer.from(text), (byte) => `${lead}${byte.toString(16).padStart(2, '0')}`).join('')

const toUnits = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')
