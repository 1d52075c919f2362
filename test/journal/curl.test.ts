import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { toCurl } from '../../src/journal/curl.ts'
import type { Entry } from '../../src/journal/entry.ts'
import { rawUrlDecode } from '../../src/php/url-encoding.ts'
import { entry } from './entries.ts'

const BASE = 'http://localhost:4080'
const TOKEN = `1|it's "a" $secret`

const line = (changes: Partial<Entry>): string => toCurl(entry(changes), BASE)

/** The arguments that curl receives when a shell runs the line. */
function argumentsOf(command: string): string[] {
  const fake = `curl() { printf '%s\\0' "$@"; }\n${command}`
  const { stdout, stderr, status } = spawnSync('sh', ['-c', fake], {
    env: { TOKEN },
    encoding: 'latin1',
  })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  return stdout.split('\0').slice(0, -1)
}

test('is one line that can be read', () => {
  expect(line({ target: '/api/user/conversations?page=2' })).toBe(
    `curl -g -H "Authorization: Bearer $TOKEN" -H 'Accept: application/json' 'http://localhost:4080/api/user/conversations?page=2'`,
  )
  expect(toCurl(entry({ method: 'HEAD', token: null, accept: null }), `${BASE}/`)).toBe(
    `curl -g -I 'http://localhost:4080/api/user/conversations'`,
  )
})

const binary = (text: string): string => Buffer.from(text).toString('latin1')

const everyByte = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code))

const hostile = [
  `/'`,
  `/'; touch /tmp/pwned; '`,
  `/'\\''$(id)\`id\`"$TOKEN"\\`,
  '/?a[]=1&a{b,c}=[1-3]&b=*?~!!&c=$((1+1))',
  '/\n\r\nid\n',
  '/a#b?c#d',
  '/a b\tc',
  '/?a=%27%00%0a',
  '/-o/etc/passwd',
  '/@file',
  binary('/é?ö=日本&🙂'),
  '/?\xff\xfe\x80',
  `/${everyByte}`,
  '//elsewhere.example/x',
]

describe('a hostile target', () => {
  test.each(hostile)('%j reaches curl as one URL with the same bytes', (target) => {
    const command = line({ target })
    expect(command).toMatch(/^[ -~]+$/)
    const given = argumentsOf(command)
    expect(given.slice(0, -1)).toEqual([
      '-g',
      '-H',
      `Authorization: Bearer ${TOKEN}`,
      '-H',
      'Accept: application/json',
    ])
    const url = given.at(-1) ?? ''
    expect(url).toMatch(/^http:\/\/localhost:4080\/[^#\s]*$/)
    expect(rawUrlDecode(url.slice(BASE.length))).toBe(rawUrlDecode(target))
  })

  test.each(['/a/../b', '/./a', '/a/.', '/%2E%2e/b'])('%s keeps its dots', (target) => {
    expect(argumentsOf(line({ target, token: null, accept: null }))).toEqual([
      '-g',
      '--path-as-is',
      BASE + target,
    ])
  })

  test.each(['*', 'http://elsewhere.example/x?y', `x'`, '-x', ''])(
    '%j, which is no path, goes to the mock all the same',
    (target) => {
      expect(argumentsOf(line({ target, token: null, accept: null }))).toEqual([
        '-g',
        '--request-target',
        target,
        `${BASE}/`,
      ])
    },
  )
})

test.each([
  ['HEAD', ['-I']],
  ['POST', ['-X', 'POST']],
  ['M-SEARCH', ['-X', 'M-SEARCH']],
  [`x'; id`, ['-X', `x'; id`]],
])('the method %s is %j', (method, options) => {
  expect(argumentsOf(line({ method, token: null, accept: null, target: '/' }))).toEqual([
    '-g',
    ...options,
    `${BASE}/`,
  ])
})

test.each([
  [{ accept: `text/html, */*;q='0.5'` }, ['-H', `Accept: text/html, */*;q='0.5'`]],
  [{ accept: '' }, ['-H', 'Accept;']],
  [{ accept: 'a\n\x1b[2J\xe9' }, ['-H', 'Accept: a??[2J?']],
  [{ preferences: `code=404; note='$(id)'` }, ['-H', `Prefer: code=404; note='$(id)'`]],
])('headers of %j are %j', (changes, options) => {
  expect(argumentsOf(line({ accept: null, ...changes, token: null, target: '/' }))).toEqual([
    '-g',
    ...options,
    `${BASE}/`,
  ])
})

test('a base URL from a Host header is quoted as well', () => {
  expect(
    argumentsOf(toCurl(entry({ token: null, accept: null, target: '/a' }), `http://x'$(id)\n`)),
  ).toEqual(['-g', `http://x'$(id)%0A/a`])
})
