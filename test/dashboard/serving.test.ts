import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'

const assets = fileURLToPath(new URL('../../dist/dashboard/__dashboard', import.meta.url))

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

test('the page and what it loads come with the strict policy', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const page = await fetch(`${mock.url}/`)
  const html = await page.text()
  const paths = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path)
  expect(paths.length).toBeGreaterThanOrEqual(3)
  for (const path of ['', ...paths]) {
    const { status, headers } = await fetch(`${mock.url}/${path}`)
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': path === '' ? 'no-cache' : 'public, max-age=31536000, immutable',
    })
  }
})

test('the page has no script, style or handler of its own and names no other origin', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const html = await (await fetch(`${mock.url}/`)).text()
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|https?:/)
})

test('the first view stays below 60 kB over the wire, each further one below 25 kB', () => {
  const names = readdirSync(assets)
  const styles = names.filter((name) => name.endsWith('.css'))
  const frame = new Set([...styles, ...scriptsOf('index')])
  const views = ['overview', 'conversations', 'requests', 'walks', 'controls'].map((view) => {
    const own = scriptsOf(view).filter((name) => !frame.has(name))
    expect(own).not.toEqual([])
    return own
  })
  const sum = (files: Iterable<string>, suffix: string): number =>
    [...files].reduce((total, name) => total + statSync(`${assets}/${name}${suffix}`).size, 0)
  expect(sum([...frame, ...(views[0] ?? [])], '.gz')).toBeLessThan(60_000)
  for (const view of views) expect(sum(view, '.gz')).toBeLessThan(25_000)
  expect(sum(frame, '.br')).toBeLessThan(sum(frame, '.gz'))

  /** A script, and those that it cannot do without. */
  function scriptsOf(start: string): string[] {
    const first = names.find((name) => name.startsWith(`${start}-`) && name.endsWith('.js'))
    const reached = new Set(first === undefined ? [] : [first])
    for (const name of reached) {
      const text = readFileSync(`${assets}/${name}`, 'utf8')
      for (const [, next = ''] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
        reached.add(next)
    }
    return [...reached]
  }
})

test('the name of the page is there before its script', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const html = await (await fetch(`${mock.url}/`)).text()
  expect(html).toMatch(/<header class="frame">[^]*conversations-mock[^]*<\/header>/)
})

test('what a browser takes compressed is sent compressed', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const html = await (await fetch(`${mock.url}/`)).text()
  const script = /src="\.\/([^"]+\.js)"/.exec(html)?.[1]
  for (const encoding of ['br', 'gzip']) {
    const { headers } = await fetch(`${mock.url}/${script}`, {
      headers: { 'Accept-Encoding': encoding },
    })
    expect(headers.get('content-encoding')).toBe(encoding)
    expect(headers.get('vary')).toBe('accept-encoding')
  }
})

test('nothing else is served beside it', async () => {
  await using mock = await startMock({ dataset: 'one' })
  const paths = [
    '/__dashboard/',
    '/__dashboard/../index.html',
    '/__dashboard/%2e%2e/third-party-notices.txt',
    '/__dashboard/none.js',
  ]
  for (const path of paths) expect((await fetch(mock.url + path)).status).toBe(404)
})

test('without the dashboard the root is the emulation’s', async () => {
  await using mock = await startMock({ dataset: 'one', dashboard: false })
  const root = await fetch(`${mock.url}/`, { headers: { Accept: 'application/json' } })
  expect({ status: root.status, body: await root.json() }).toMatchObject({
    status: 404,
    body: { message: 'The route / could not be found.' },
  })
  expect((await fetch(`${mock.url}/__dashboard/x.js`)).status).toBe(404)
})

test('other methods on the root are the emulation’s', async () => {
  await using mock = await startMock({ dataset: 'one' })
  expect((await fetch(`${mock.url}/`, { method: 'POST' })).status).toBe(404)
  expect(await mock.requests.count()).toBe(1)
})
