// A real browser in front of a mock of its own. Whatever the page does on the side (errors on the console, requests to other
// origins, the admin token in an address) fails the test that it happens in.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
  type Request,
} from 'playwright-core'
import { afterEach, beforeAll, beforeEach, describe, expect } from 'vitest'
import { type Mock, type Options, startMock } from '../../src/index.ts'
import { chromiumArguments, findChromium } from '../../tools/chromium.ts'

const executablePath = findChromium()
/** Less than a test has, so that what is missing is named; as long as expect.poll() has. */
const PATIENCE_MS = 50_000

/** Like describe(), where there is a browser. */
export const describeInBrowser = (name: string, define: () => void): void =>
  void describe.skipIf(executablePath === undefined)(name, define)

if (executablePath === undefined)
  process.stderr.write(
    'skipped: no Chromium here to look at the dashboard with (apt-get install chromium)\n',
  )

export type Theme = 'light' | 'dark'

export type Opening = {
  /** What follows the `#`: "/requests?status=500". */
  readonly place?: string
  readonly options?: Options
  readonly theme?: Theme
  readonly width?: number
  readonly height?: number
  /** What the page's tab has as admin token; false for none. */
  readonly token?: string | false
}

/** The browser of this worker. Files share it, because its start takes a second. It ends with the worker. */
let started: Promise<Browser> | undefined

const startBrowser = (): Promise<Browser> =>
  (started ??= chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: chromiumArguments,
  }))

/** Call inside describeInBrowser(). */
export function useBrowser() {
  let browser: Browser
  let opened: { mock: Mock; context: BrowserContext }[] = []
  let problems: string[] = []
  let allowed: RegExp[] = []

  beforeAll(async () => {
    browser = await startBrowser()
  })
  beforeEach(() => {
    problems = []
    allowed = []
  })
  afterEach(async () => {
    await Promise.all(opened.map(({ context }) => context.close()))
    await Promise.all(opened.map(({ mock }) => mock.close()))
    opened = []
    expect(problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)))).toEqual(
      [],
    )
  })

  /** A page at a place, and the mock behind it. */
  async function open({
    place = '',
    options = {},
    theme = 'light',
    width = 1280,
    height = 900,
    token,
  }: Opening = {}): Promise<{
    page: Page
    mock: Mock
  }> {
    const mock = await startMock(options)
    const context = await browser.newContext({
      colorScheme: theme,
      viewport: { width, height },
      locale: 'en',
      reducedMotion: 'reduce',
    })
    opened.push({ mock, context })
    if (mock.url.startsWith('http://127.0.0.1'))
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: mock.url })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    watch(page, mock)
    watchAdminRequests(page)
    const given = token === undefined ? mock.adminToken : token
    if (given !== false) await page.goto(`${mock.url}/#token=${encodeURIComponent(given)}`)
    if (given === false || place !== '') await page.goto(`${mock.url}/#${place}`)
    await waitForPaint(page)
    return { page, mock }
  }

  function watch(page: Page, mock: Mock): void {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        problems.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`))
    page.on('request', (request) => {
      if (!request.url().startsWith(`${mock.url}/`)) problems.push(`request to ${request.url()}`)
      if (request.url().includes(mock.adminToken))
        problems.push(`the admin token in ${request.url()}`)
    })
  }

  return {
    open,
    /** What the browser itself says of refused requests, where a test provokes them. */
    allow: (pattern: RegExp): void => void allowed.push(pattern),
  }
}

/**
 * As if nobody looked at the page: it asks for nothing by itself any more, and what it has asked for has come. What it shows can
 * then be clicked although it has changed elsewhere.
 */
export async function stopPolls(page: Page): Promise<void> {
  await page.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
  await expect.poll(() => isQuiet(page)).toBe(true)
}

/** An answer may bring the next request, as when the page shows what it has just changed: it has time for that. */
async function isQuiet(page: Page): Promise<boolean> {
  const sent = adminRequestsOf.get(page)
  if (!sent || sent.underway.size > 0) return false
  const { begun } = sent
  await page.evaluate('new Promise((done) => setTimeout(() => requestIdleCallback(done), 250))')
  return sent.underway.size === 0 && sent.begun === begun
}

type AdminRequests = { readonly underway: Set<Request>; begun: number }

/** What each page has asked of the admin API, but for the streams: what has not been answered yet, and how often. */
const adminRequestsOf = new WeakMap<Page, AdminRequests>()

function watchAdminRequests(page: Page): void {
  const sent: AdminRequests = { underway: new Set(), begun: 0 }
  adminRequestsOf.set(page, sent)
  page.on('request', (request) => {
    if (!/\/__admin\/(?!requests\/stream|changes)/.test(request.url())) return
    sent.underway.add(request)
    sent.begun++
  })
  page.on('requestfinished', (request) => sent.underway.delete(request))
  page.on('requestfailed', (request) => sent.underway.delete(request))
}

/** A button says "Copied" for 1.5 s, which a busy machine can miss. This makes it a minute. */
const KEEP_COPIED = `if (!window.keepsCopied) {
  window.keepsCopied = true
  const later = window.setTimeout
  window.setTimeout = (act, delay, ...others) => later(act, delay === 1500 ? 60_000 : delay, ...others)
}`

/** What a Copy button brings to the clipboard, which it says. It may still say so of an earlier text. */
export async function copied(page: Page, copy: Locator): Promise<string> {
  await page.evaluate(KEEP_COPIED)
  await page.evaluate("navigator.clipboard.writeText('')")
  await copy.click()
  await copy.filter({ hasText: 'Copied' }).waitFor()
  const read = (): Promise<string> => page.evaluate('navigator.clipboard.readText()')
  await expect.poll(read).not.toBe('')
  return read()
}

/** Waits for a number of elements. */
export const expectCount = (locator: Locator, count: number) =>
  expect.poll(() => locator.count()).toBe(count)

/** Waits until nothing sticks out of the page. A page draws itself again when its width changes. */
export const expectToFit = (page: Page, width: number, message = 'the width of the page') =>
  expect.poll(() => page.evaluate('document.documentElement.scrollWidth'), { message }).toBe(width)

/** Waits until an element has the focus, so that the next key goes there. */
export const waitForFocus = (page: Page, locator: Locator): Promise<void> =>
  locator.and(page.locator(':focus')).waitFor()

/** Until the page follows the journal, and takes keys. */
export async function waitUntilLive(page: Page): Promise<void> {
  await page.locator('.connection.live').waitFor()
  await waitForPaint(page)
}

/** Until the page is painted: Chromium drops keys that come earlier. */
export const waitForPaint = (page: Page): Promise<unknown> =>
  page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  )

/** Loads the page again, until it takes keys. */
export async function reload(page: Page): Promise<void> {
  await page.reload()
  await waitForPaint(page)
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules of axe whose results depend on the theme. */
export const COLOUR_RULES: readonly string[] = ['color-contrast', 'link-in-text-block']

/**
 * Fails for whatever axe finds, minor things included, unless it is gone with the next look: a page that redraws itself has
 * elements in two states for a moment. Without rules, all are checked.
 */
export async function expectAccessible(page: Page, rules?: readonly string[]): Promise<void> {
  // What is being loaded again is pale.
  await expectCount(page.locator('[aria-busy=true]'), 0)
  // Not addScriptTag(): the page's policy allows no script of others.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) }
  const look = async (): Promise<string[]> => {
    const { violations }: AxeResults = await page.evaluate(
      `axe.run(document, ${JSON.stringify(options)})`,
    )
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join(' | ')}`,
    )
  }
  await expect.poll(look).toEqual([])
}
