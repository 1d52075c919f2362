import { describe, expect, test } from 'vitest'
import { cleanBody, MAX_BODY } from '../../src/journal/body-redaction.ts'
import { createOwnSecrets } from '../../src/journal/own-secrets.ts'
import { createRedaction } from '../../src/journal/redaction.ts'
import { encodings } from './encodings.ts'

const OWN = 'Own-t0ken.of~the-mock'
const redaction = createRedaction(createOwnSecrets([OWN]))
const JSON_TYPE = 'application/json; charset=utf-8'
const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data; boundary=x'

const clean = (text: string, type: string): string => cleanBody(redaction, text, type).text

describe('a body', () => {
  test.each([
    [JSON_TYPE, '{ "message": "hello",\n  "n": 12345678901234567890 }'],
    [JSON_TYPE, '{"message":"Say \\"hi\\", \\u00e9"}'],
    [JSON_TYPE, '[]'],
    [JSON_TYPE, '{"message": broken'],
    [FORM, 'message=hello+there&a[]=1'],
    [MULTIPART, '--x\r\nContent-Disposition: form-data; name="message"\r\n\r\nhello\r\n--x--'],
    ['', 'hello'],
  ])('of type %j without credentials stays as it is: %j', (type, text) => {
    expect(cleanBody(redaction, text, type)).toEqual({ text, isCut: false, isRedacted: false })
  })

  test.each([
    [JSON_TYPE, '{"password": "x", "a": 1}', '{"password": "***", "a": 1}'],
    [JSON_TYPE, '{"p\\u0061ssword":"x"}', '{"p\\u0061ssword":"***"}'],
    [JSON_TYPE, '{"password":"x","password":null}', '{"password":"***","password":"***"}'],
    [JSON_TYPE, '{"a":{"token":"x"},"a":1}', '{"a":{"token":"***"},"a":1}'],
    [JSON_TYPE, '{"secret": {"a": ["x", {}], "b": 1}, "c": 2}', '{"secret": "***", "c": 2}'],
    [
      JSON_TYPE,
      '{"variables":{"pin":1234,"plan":"pro"}}',
      '{"variables":{"pin":"***","plan":"pro"}}',
    ],
    [JSON_TYPE, '{"accessToken":true}', '{"accessToken":"***"}'],
    [JSON_TYPE, '{"a":["Bearer abc","b"]}', '{"a":["***","b"]}'],
    [JSON_TYPE, '{"message":"my password: hunter2"}', '{"message":"***"}'],
    [JSON_TYPE, '{"a":"{\\"pin\\": 1}"}', '{"a":"***"}'],
    [JSON_TYPE, '{"url":"https://a.b/?api_key=x"}', '{"url":"***"}'],
    ['', '{"password":"x"}', '{"password":"***"}'],
    [FORM, 'message=hi&password=x', 'message=hi&password=***'],
    [FORM, 'message=hi&variables%5Bpin%5D=1', 'message=hi&variables%5Bpin%5D=***'],
    [JSON_TYPE, '{"password": x, y', '***'],
    [JSON_TYPE, "{'password': 'a, b'}", '***'],
    [MULTIPART, '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nx\r\n--x--', '***'],
    ['text/xml', '<password>x</password>', '***'],
    ['text/plain', 'Bearer abc', '***'],
  ])('of type %j hides what looks like a credential: %j', (type, text, shown) => {
    expect(cleanBody(redaction, text, type)).toEqual({
      text: shown,
      isCut: false,
      isRedacted: true,
    })
  })

  test.each(Object.entries(encodings))('hides a token of the mock %s', (_how, encode) => {
    const token = encode(OWN)
    for (const [type, text] of [
      [JSON_TYPE, `{"message":"it is ${token}"}`],
      [JSON_TYPE, `{"${token}":1}`],
      [JSON_TYPE, `{"a":${token}`],
      [FORM, `a=1&message=${token}`],
      [FORM, `${token}=1`],
      [MULTIPART, `--x\r\n\r\n${token}\r\n--x--`],
      ['', token],
    ] as const) {
      const shown = clean(text, type)
      expect(shown).toContain('***')
      expect(redaction.isOwnIn(shown)).toBe(false)
    }
  })

  test('is cut after 8 KiB', () => {
    const text = JSON.stringify({ message: 'x'.repeat(9000) })
    expect(cleanBody(redaction, text, JSON_TYPE)).toEqual({
      text: text.slice(0, MAX_BODY),
      isCut: true,
      isRedacted: false,
    })
    const whole = JSON.stringify({ message: 'x'.repeat(MAX_BODY - 14) })
    expect(whole).toHaveLength(MAX_BODY)
    expect(cleanBody(redaction, whole, JSON_TYPE).isCut).toBe(false)
  })

  test('shows no part of a credential where it is cut', () => {
    for (let before = MAX_BODY - 30; before <= MAX_BODY + 5; before++) {
      for (const after of [0, 20_000]) {
        const text = JSON.stringify({ a: 'x'.repeat(before), b: OWN, c: 'y'.repeat(after) })
        expect(clean(text, JSON_TYPE)).not.toContain(OWN.slice(0, 4))
      }
    }
    for (let before = 2 * MAX_BODY - 30; before <= 2 * MAX_BODY; before++)
      expect(clean('x '.repeat(before / 2) + OWN, '')).not.toContain(OWN.slice(0, 4))
  })
})
