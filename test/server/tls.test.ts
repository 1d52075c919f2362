import { spawn } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { writeInstance } from '../../src/server/instance-note.ts'
import { createProof } from '../../src/server/instance-proof.ts'
import { startServer } from '../../src/server/server.ts'
import { parseSettings } from '../../src/parse-settings.ts'
import { cli, inherited, runIn } from '../cli/program.ts'

const folder = mkdtempSync(join(tmpdir(), 'tls-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (name: string): string => join(import.meta.dirname, 'tls', name)
const [tlsCert, tlsKey] = [fileOf('certificate.pem'), fileOf('key.pem')]
const certificate = readFileSync(tlsCert, 'utf8')
const key = readFileSync(tlsKey, 'utf8')

/** Sends a GET request as a client that trusts the certificate of the mock. */
const get = (url: string, headers: Record<string, string> = {}): Promise<string> =>
  send(url, { headers })

function send(
  url: string,
  { headers, method = 'GET', body = '' }: { headers: object; method?: string; body?: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, {
      method,
      headers: { Accept: 'application/json', ...headers },
      ca: certificate,
      // Without it, Node.js would check the certificate against the Host header.
      servername: 'localhost',
      agent: false,
    })
      .on('error', reject)
      .on('response', (response) => void text(response).then(resolve, reject))
      .end(body)
  })
}

/** Runs the program as it ships to its end. */
async function runProgram(...argv: string[]): Promise<[code: unknown, err: string]> {
  const child = spawn(process.execPath, [cli, ...argv], {
    cwd: folder,
    env: { ...inherited, XDG_RUNTIME_DIR: folder, TMPDIR: folder },
  })
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return [code, err]
}

/** A client that trusts nobody but the certificate that it is given. */
const CLIENT = `
  const { CONVERSATIONS_MOCK_URL: url, CONVERSATIONS_MOCK_TOKEN: token } = process.env
  const headers = { Authorization: \`Bearer \${token}\`, Accept: 'application/json' }
  const response = await fetch(\`\${url}/api/user/conversations?per_page=100\`, { headers })
  process.exitCode = response.ok ? 0 : 9
`

const written = (name: string, content: string): string => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

describe('a mock with a certificate', () => {
  test.each([
    ['files', { tlsCert, tlsKey }],
    ['the texts themselves', { tlsCert: certificate, tlsKey: key }],
  ])('answers over HTTPS with links that lead there: %s', async (_name, tls) => {
    await using mock = await startMock(tls)
    expect(mock.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const list = `${mock.url}/api/user/conversations`
    const body = await get(list, { Authorization: `Bearer ${mock.token('nicecall')}` })
    expect(JSON.parse(body)).toMatchObject({ first_page_url: `${list}?page=1`, path: list })
    // The handle trusts the certificate, and the judge knows the connection.
    expect(await mock.requests.list()).toHaveLength(1)
    await mock.expectClean()
  })

  test('is asked by its sample clients', async () => {
    await using mock = await startMock({ tlsCert, tlsKey })
    await send(`${mock.url}/__admin/sample-clients`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${mock.adminToken}`, 'Content-Type': 'application/json' },
      body: '{"name":"right","per_second":50}',
    })
    await expect.poll(() => mock.requests.count({})).toBeGreaterThan(2)
  })

  test('closes while a client has not begun to speak', async () => {
    const mock = await startMock({ tlsCert, tlsKey })
    const socket = connectSocket(Number(new URL(mock.url).port), '127.0.0.1')
    await new Promise((resolve) => socket.once('connect', resolve))
    const ended = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    await mock.close()
    await ended
  })

  test('believes a proxy that says how clients came', async () => {
    await using mock = await startMock({ tlsCert, tlsKey, trustProxies: true })
    const headers = { Authorization: `Bearer ${mock.token('nicecall')}`, Host: 'mock.test' }
    const list = `${mock.url}/api/user/conversations`
    const pathOf = async (others: Record<string, string>): Promise<unknown> =>
      JSON.parse(await get(list, { ...headers, ...others })).path
    expect(await pathOf({ 'X-Forwarded-Proto': 'http' })).toBe(
      'http://mock.test/api/user/conversations',
    )
    expect(await pathOf({})).toBe('https://mock.test/api/user/conversations')
  })

  test('is told from others by health and lint, which believe the certificate of its note', async () => {
    const { secret, prove } = createProof()
    const settings = parseSettings([
      { values: { port: 0, tlsCert, tlsKey, adminToken: 'the-token' }, nameOf: (name) => name },
    ])
    const server = await startServer(settings, { prove })
    const note = writeInstance(server.localUrl, secret, server.certificate)
    try {
      const port = new URL(server.url).port
      const env = { CONVERSATIONS_MOCK_ADMIN_TOKEN: 'the-token' }
      expect(await runIn(folder, ['health', '--url', `https://localhost:${port}`])).toMatchObject({
        code: 0,
        out: `ready: https://localhost:${port}, named by --url\n`,
      })
      const named = await runIn(folder, ['health', '--port', port], {
        CONVERSATIONS_MOCK_TLS_CERT: tlsCert,
      })
      expect(named.out).toBe(`ready: https://127.0.0.1:${port}, named by --port\n`)
      expect((await runIn(folder, ['lint', '--allow-none'], env)).code).toBe(0)
    } finally {
      note.forget()
      await server.close()
    }
  })

  test('runs a command that trusts nobody else by exec, and judges it', async () => {
    const script = written('client.mjs', CLIENT)
    const argv = ['exec', '--tls-cert', tlsCert, '--tls-key', tlsKey, '--lint', '--']
    const { code, err } = await runIn(folder, [...argv, process.execPath, script])
    expect([code, err]).toEqual([0, 'no findings in 1 walk (1 request)\n'])
  })
})

describe('the program as it ships', () => {
  test('serves HTTPS', async () => {
    const script = written('client.mjs', CLIENT)
    const argv = ['exec', '--tls-cert', tlsCert, '--tls-key', tlsKey, '--lint', '--']
    expect(await runProgram(...argv, process.execPath, script)).toEqual([
      0,
      'no findings in 1 walk (1 request)\n',
    ])
  })

  test('sends requests over HTTPS', async () => {
    await using mock = await startMock({ tlsCert, tlsKey })
    const [code, err] = await runProgram('health', '--url', mock.url)
    expect([code, err]).toEqual([1, expect.stringContaining('certificate')])
  })
})

describe('is refused in a sentence', () => {
  const encrypted = createPrivateKey(key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString()
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const [locked, foreign, junk] = [
    written('encrypted.pem', encrypted),
    written('other.pem', other),
    written('junk.pem', 'junk'),
  ]

  test.each<[string, Record<string, string>, string]>([
    [
      'a certificate alone',
      { tlsCert },
      '--tls-cert needs the key of the certificate; give it with --tls-key',
    ],
    ['a key alone', { tlsKey }, '--tls-key needs its certificate; give it with --tls-cert'],
    [
      'a file that is not there',
      { tlsCert: 'none.pem', tlsKey },
      'cannot read the certificate none.pem: there is no such file or folder',
    ],
    [
      'the two in each other’s place',
      { tlsCert: tlsKey, tlsKey: tlsCert },
      `${tlsKey} is no certificate: it holds a key; swap --tls-cert and --tls-key`,
    ],
    [
      'a certificate that is none',
      { tlsCert: junk, tlsKey },
      `${junk} is no certificate: give a file in PEM, which begins with -----BEGIN CERTIFICATE-----`,
    ],
    [
      'a key that is none',
      { tlsCert, tlsKey: junk },
      `${junk} is no key: give a file in PEM, which begins with -----BEGIN PRIVATE KEY-----`,
    ],
    [
      'an encrypted key',
      { tlsCert, tlsKey: locked },
      `the key in ${locked} is encrypted; write it without a passphrase: openssl pkey -in KEY -out NEW`,
    ],
    [
      'the key of another certificate',
      { tlsCert, tlsKey: foreign },
      `the key in ${foreign} does not belong to the certificate in ${tlsCert}; give the pair that was made together`,
    ],
  ])('%s', async (_name, options, sentence) => {
    await expect(startMock(options)).rejects.toThrow(sentence)
  })
})
