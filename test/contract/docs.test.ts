import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import Fastify from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { docsRoutes } from '../../src/contract/docs.ts'
import { documents } from '../../src/contract/file.ts'
import { rules } from '../../src/judge/rules.ts'

const app = Fastify()
docsRoutes(app)
afterAll(() => app.close())

test('/openapi.yaml is the file', async () => {
  const { headers, body } = await app.inject('/openapi.yaml')
  expect(headers['content-type']).toBe('application/yaml')
  expect(body).toBe(await readFile(documents.openapi, 'utf8'))
})

test('/openapi.json is the same document', async () => {
  const { headers, body } = await app.inject('/openapi.json')
  expect(headers['content-type']).toBe('application/json; charset=utf-8')
  expect(JSON.parse(body)).toEqual(parse(await readFile(documents.openapi, 'utf8')))
})

test('a document may be that of one edition, and a wrong name gets a sentence', async () => {
  const { body } = await app.inject('/openapi.json?edition=autocalls')
  expect(JSON.parse(body).info.title).toBe('Conversations (autocalls)')
  expect(parse((await app.inject('/openapi.yaml?edition=autocalls')).body)).toEqual(
    JSON.parse(body),
  )

  const refusal = await app.inject('/openapi.json?edition=autocall')
  expect(refusal.statusCode).toBe(400)
  expect(refusal.body).toBe(
    'no edition is named "autocall"; did you mean autocalls?\nLeave out "edition" for all of them.\n',
  )
})

test('/docs shows Swagger UI, and all that it loads comes from this server', async () => {
  const { statusCode, headers, body } = await app.inject('/docs')
  expect(statusCode).toBe(200)
  expect(headers['content-security-policy']).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self';",
  )

  const loaded = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
  expect(loaded.length).toBeGreaterThan(3)
  const answers = await Promise.all(loaded.map((url) => app.inject(url)))
  expect(loaded.filter((url) => !url.startsWith('/docs/static/'))).toEqual([])
  expect(answers.filter((answer) => answer.statusCode !== 200)).toEqual([])
})

test('"Try it out" goes to the server that shows the page', async () => {
  const { servers, paths } = (await app.inject('/docs/json')).json()
  expect(servers).toEqual([{ url: '/' }])
  expect(Object.keys(paths)).toContain('/api/user/conversations')
})

test('/docs/rules explains every rule, under a policy that allows its one style and nothing else', async () => {
  const { statusCode, headers, body } = await app.inject('/docs/rules')
  expect(statusCode).toBe(200)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(rules.filter(({ id }) => !body.includes(`id="${id}"`))).toEqual([])

  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(body) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
})

test('HEAD /docs/rules has the headers of GET', async () => {
  const { headers } = await app.inject('/docs/rules')
  const head = await app.inject({ method: 'HEAD', url: '/docs/rules' })
  expect(head).toMatchObject({ statusCode: 200, body: '' })
  expect(head.headers).toMatchObject({
    'content-type': headers['content-type'],
    'content-length': headers['content-length'],
    'content-security-policy': headers['content-security-policy'],
  })
})

test.each([
  ['GET', '/docs/rules/'],
  ['GET', '/docs/rules/filters-lost'],
  ['GET', '/docs/rulesx'],
  ['POST', '/docs/rules'],
] as const)('there is no %s %s', async (method, url) => {
  expect((await app.inject({ method, url })).statusCode).toBe(404)
})

test.each(['/docs/a-secret-name', '/docs/admin/a-secret-name'])(
  '%s is not there, and its name is not repeated',
  async (url) => {
    const { statusCode, body } = await app.inject({ method: 'GET', url })
    expect([statusCode, body]).toEqual([404, expect.not.stringContaining('a-secret-name')])
  },
)

test('many first requests at once are all answered', async () => {
  const fresh = Fastify()
  docsRoutes(fresh)
  const answers = await Promise.all(
    ['/docs', '/docs/', '/docs/static/index.css', '/docs/json', '/docs/rules'].map((url) =>
      fresh.inject(url),
    ),
  )
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200])
  await fresh.close()
})

test.each(['/docs', '/docs/rules'])(
  'what %s needs is imported on the first request, not at start',
  async (url) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', COUNT_IMPORTS, url],
      {
        cwd: new URL('../../', import.meta.url),
      },
    )
    const [atStart = Number.NaN, afterwards = Number.NaN] = stdout.trim().split(' ').map(Number)
    expect(atStart).toBe(0)
    expect(afterwards).toBeGreaterThan(0)
  },
)

const COUNT_IMPORTS = `
  import { registerHooks } from 'node:module'
  let heavy = 0
  registerHooks({
    load(url, context, next) {
      if (/node_modules\\/(@fastify\\/swagger|yaml\\/)|src\\/judge\\//.test(url)) heavy++
      return next(url, context)
    },
  })
  const { default: Fastify } = await import('fastify')
  const { docsRoutes } = await import('./src/contract/docs.ts')
  const app = Fastify()
  docsRoutes(app)
  await app.ready()
  const atStart = heavy
  await app.inject(process.argv[1])
  await app.close()
  console.log(atStart, heavy)
`
