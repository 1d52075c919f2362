import { expect, test } from 'vitest'
import { encodeUrl } from '../../src/laravel/url-text.ts'

test('spells URLs as PHP does, however many there are and however often one comes', () => {
  const paths = Array.from({ length: 2500 }, (_, index) => `http://a/é/${index}`)
  for (const path of [...paths, ...paths])
    expect(encodeUrl(path)).toBe(String.raw`"http:\/\/a\/\u00e9\/${path.slice(11)}"`)
})
