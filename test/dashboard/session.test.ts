// How the page gets the admin token, keeps it and hands it on.

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { findPort } from '../ports.ts'
import {
  describeInBrowser,
  expectAccessible,
  stopPolls,
  useBrowser,
  waitUntilLive,
} from './browser.ts'

const form = (page: Page) => page.getByRole('heading', { name: 'This page needs the admin token' })
const refused = (page: Page) =>
  page.getByRole('heading', { name: 'The mock refused this admin token' })

/** Scripts that a browser runs before those of the page, as its settings would have it. */
const blocked = {
  'reading storage': `Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('denied', 'SecurityError') } })
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })`,
  'writing to it': `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }`,
  'storage and channels': `Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('denied', 'SecurityError') } })
    window.BroadcastChannel = class { constructor() { throw new DOMException('denied', 'SecurityError') } }`,
  'channels that are not there': 'delete window.BroadcastChannel',
}

describeInBrowser('the session', () => {
  const { open, allow } = useBrowser()

  test('outlives a reload, and leaves nothing that outlives the tab', async () => {
    const { page, mock } = await open()
    await waitUntilLive(page)
    await page.reload()
    await waitUntilLive(page)
    expect(await page.evaluate('[localStorage.length, document.cookie]')).toEqual([0, ''])
    expect(page.url()).not.toContain(mock.adminToken)
  })

  test.each(Object.entries(blocked))('works where the browser blocks %s', async (_what, script) => {
    const { page, mock } = await open({ token: false })
    await page.addInitScript(script)
    await page.goto(`${mock.url}/`)
    await page.reload()
    await form(page).waitFor()
    await page.getByLabel('Admin token').fill(mock.adminToken)
    await page.getByRole('button', { name: 'Look' }).click()
    await waitUntilLive(page)
    await page.goto('about:blank')
    await page.goto(`${mock.url}/#token=${mock.adminToken}`)
    await waitUntilLive(page)
  })

  test('lets a link in that is opened in a new tab, and keeps the token out of what outlives both', async () => {
    const { page, mock } = await open({ place: '/requests' })
    await waitUntilLive(page)
    for (const link of [
      page.getByRole('link', { name: 'Walks' }),
      page.getByRole('link', { name: 'conversations-mock' }),
    ]) {
      const opening = page.context().waitForEvent('page')
      await link.click({ modifiers: ['Control'] })
      const tab = await opening
      await waitUntilLive(tab)
      expect(tab.url()).toBe(`${mock.url}/${await link.getAttribute('href')}`)
      expect(await tab.evaluate('[localStorage.length, document.cookie]')).toEqual([0, ''])
    }
    expect(page.url()).toBe(`${mock.url}/#/requests`)
  })

  test.each([
    ['/overview', '.figure'],
    ['/overview', 'a.column'],
    ['/overview', '.assistants a'],
    ['/conversations', 'tbody a'],
    ['/requests', '.entry a'],
    ['/walks', 'a.box'],
    ['/controls', '.parts a'],
  ])(
    'lets the links of %s be opened in a new tab by the middle button: %s',
    async (place, selector) => {
      const { page, mock } = await open({ place })
      const headers = { Authorization: `Bearer ${mock.token()}`, Accept: 'application/json' }
      await fetch(`${mock.url}/api/user/conversations?type=api`, { headers })
      await page.locator(selector).first().waitFor()
      // What is shown stays where it is.
      await stopPolls(page)
      const opening = page.context().waitForEvent('page')
      await page.locator(selector).first().click({ button: 'middle' })
      const tab = await opening
      await waitUntilLive(tab)
      expect(page.url()).toBe(`${mock.url}/#${place}`)
    },
  )

  test('gives nothing to a tab while nobody is in, and nothing to one that was told to forget', async () => {
    const { page, mock } = await open()
    await waitUntilLive(page)
    const other = await page.context().newPage()
    await other.goto(`${mock.url}/`)
    await waitUntilLive(other)
    await other.getByRole('button', { name: 'Keys and links' }).click()
    await other.getByRole('button', { name: 'Forget the admin token' }).click()
    await form(other).waitFor()
    await other.reload()
    await form(other).waitFor()
    await page.getByRole('button', { name: 'Keys and links' }).click()
    await page.getByRole('button', { name: 'Forget the admin token' }).click()
    await form(page).waitFor()
    const third = await page.context().newPage()
    await third.goto(`${mock.url}/`)
    await form(third).waitFor()
  })

  test('shows the form where the token of another tab is that of a mock that was here before', async () => {
    allow(/401/)
    const { page, mock } = await open()
    await waitUntilLive(page)
    const old = await page.context().newPage()
    // A tab that has gone to sleep with a token that was right once.
    await old.goto(`${mock.url}/livez`)
    await old.evaluate(`const channel = new BroadcastChannel('conversations-mock.admin-token /')
      channel.onmessage = ({ data }) => data.question && channel.postMessage({ answerTo: data.question, token: 'old-token' })`)
    const tab = await page.context().newPage()
    await tab.goto(`${mock.url}/`)
    // Whichever tab answers first: the one that is right counts.
    await waitUntilLive(tab)
    await page.close()
    const alone = await page.context().newPage()
    await tab.close()
    await alone.goto(`${mock.url}/`)
    await refused(alone).waitFor()
    await alone.getByLabel('Admin token').fill(mock.adminToken)
    await alone.keyboard.press('Enter')
    await waitUntilLive(alone)
  })

  test('takes no answer that it did not ask for', async () => {
    const { page, mock } = await open({ token: false })
    await form(page).waitFor()
    const other = await page.context().newPage()
    await other.goto(`${mock.url}/livez`)
    await other.evaluate(`const channel = new BroadcastChannel('conversations-mock.admin-token /')
      for (const message of ['x', null, {}, { answerTo: 'x', token: 'y' }, { answerTo: undefined, token: 'y' }, { question: 5 }])
        channel.postMessage(message)`)
    await page.getByLabel('Admin token').fill(mock.adminToken)
    await page.keyboard.press('Enter')
    await waitUntilLive(page)
  })

  test('is of one mock, also where several lie below one origin', async () => {
    const { page, mock } = await open()
    await waitUntilLive(page)
    const asking = await page.context().newPage()
    await asking.goto(`${mock.url}/livez`)
    const answers = await asking.evaluate(`new Promise((resolve) => {
      const answers = []
      for (const path of ['/other/', '/']) {
        const channel = new BroadcastChannel('conversations-mock.admin-token ' + path)
        channel.onmessage = () => { answers.push(path); if (path === '/') resolve(answers) }
        channel.postMessage({ question: 'mine' })
      }
    })`)
    expect(answers).toEqual(['/'])
  })

  test.each(['light', 'dark'] as const)(
    'says that the token of a link is wrong, and reveals nothing (%s)',
    async (theme) => {
      allow(/401/)
      const { page } = await open({ token: 'certainly-wrong', theme })
      await refused(page).waitFor()
      await page.getByRole('alert').getByText('The mock refused this token').waitFor()
      await page.locator('#admin-token:focus').waitFor()
      expect(await page.locator('body').innerText()).not.toMatch(/demo-key|Support Assistant/)
      expect(await page.evaluate('sessionStorage.length')).toBe(0)
      await expectAccessible(page)
    },
  )

  test('announces each refusal of a token that was typed, with the focus and the text where they were', async () => {
    allow(/401/)
    const { page } = await open({ token: false })
    const field = page.getByLabel('Admin token')
    await field.fill('wrong')
    await page.keyboard.press('Enter')
    const alert = page.getByRole('alert')
    await alert.waitFor()
    const first = await alert.elementHandle()
    expect(await field.getAttribute('aria-describedby')).toBe(await alert.getAttribute('id'))
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    await page.getByRole('button', { name: 'Look' }).click()
    // Another element, so that it is announced again.
    await expect.poll(() => first?.evaluate((element) => element.isConnected)).toBe(false)
    await alert.waitFor()
    await page.locator('#admin-token:focus').waitFor()
    expect(await field.inputValue()).toBe('wrong')
    expect(await page.getByRole('navigation').count()).toBe(0)
    await expectAccessible(page)
  })

  test('says in the form that the mock is away', async () => {
    allow(/ERR_|Failed to load/)
    const { page, mock } = await open({
      token: false,
      options: { port: await findPort(), adminToken: 'the-admin-token' },
    })
    await form(page).waitFor()
    const port = Number(new URL(mock.url).port)
    await mock.close()
    await page.getByLabel('Admin token').fill('the-admin-token')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('does not answer').waitFor()
    await using again = await startMock({ port, adminToken: 'the-admin-token' })
    await page.getByLabel('Admin token').press('Enter')
    await waitUntilLive(page)
    expect(await again.requests.count()).toBe(0)
  })
})
