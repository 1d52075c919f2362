import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { replyInWords } from '../../src/dashboard/controls/reply-words.ts'
import {
  describeInBrowser,
  expectAccessible,
  expectCount,
  useBrowser,
  waitForFocus,
} from './browser.ts'

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Without the marks that keep texts of others to themselves. */
const words = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '')

test('a reply is told as a sentence', () => {
  expect(words(replyInWords({ when: {}, reply: 'Hello.', function_calls: null }))).toBe(
    'To any message: “Hello.”',
  )
  const when = { contains: 'price', nth: 2, assistant_id: 3 }
  expect(words(replyInWords({ when, reply: 'x'.repeat(300), function_calls: [{}, {}] }))).toBe(
    `To message 2, a message with “price”, by assistant 3: “${'x'.repeat(200)}…”, with 2 function calls`,
  )
})

describeInBrowser('what assistants answer', () => {
  const { open, allow } = useBrowser()
  const place = '/controls?part=state'

  test('is scripted by a form, is tried from the newest on, and is forgotten', async () => {
    const { page, mock } = await open({ place })
    const replies = card(page, 'Replies')
    const add = async (reply: string, contains: string): Promise<void> => {
      await replies.getByLabel('The assistant answers').fill(reply)
      await replies.getByLabel('To a message with').fill(contains)
      await replies.getByRole('button', { name: 'Add this reply' }).click()
      await replies.getByRole('listitem').filter({ hasText: reply }).waitFor()
      // The form is empty for the next one.
      await expect.poll(() => replies.getByLabel('The assistant answers').inputValue()).toBe('')
    }
    await add('It is 10 euros.', 'price')
    await add('<b>Good day.</b>', '')
    await expect
      .poll(async () => (await mock.replies.list()).map(({ reply }) => reply))
      .toEqual(['<b>Good day.</b>', 'It is 10 euros.'])
    await replies.getByRole('listitem').filter({ hasText: 'Good day.' }).getByRole('button').click()
    await expect
      .poll(async () => (await mock.replies.list()).map(({ reply }) => reply))
      .toEqual(['It is 10 euros.'])
    await expectCount(replies.getByRole('listitem'), 1)
    await add('Yes.', 'open')
    await replies.getByRole('button', { name: 'Forget all 2 replies' }).click()
    await expect.poll(async () => mock.replies.list()).toEqual([])
    await expectAccessible(page)
  })

  test('keeps replies that somebody else adds or removes meanwhile', async () => {
    const { page, mock } = await open({ place })
    const replies = card(page, 'Replies')
    await mock.replies.set([{ reply: 'First.' }, { reply: 'Second.' }])
    await page.reload()
    await expectCount(replies.getByRole('listitem'), 2)
    await mock.replies.set([{ reply: 'Of others.' }, { reply: 'First.' }, { reply: 'Second.' }])
    // The card can show the reply of others before the click or after it.
    const first = replies.getByRole('listitem').filter({ hasText: 'First.' })
    await first.getByRole('button').click()
    await replies.getByRole('listitem').filter({ hasText: 'Of others.' }).waitFor()
    await expect
      .poll(async () => (await mock.replies.list()).map(({ reply }) => reply))
      .toEqual(['Of others.', 'Second.'])
    await mock.replies.set([{ reply: 'Second.' }])
    await replies.getByLabel('The assistant answers').fill('New.')
    await replies.getByRole('button', { name: 'Add this reply' }).click()
    await replies.getByRole('listitem').filter({ hasText: 'New.' }).waitFor()
    expect((await mock.replies.list()).map(({ reply }) => reply)).toEqual(['New.', 'Second.'])
  })

  test('leaves the focus and what is typed where they are when the list changes', async () => {
    const { page, mock } = await open({ place })
    await mock.replies.set([{ reply: 'First.' }])
    await page.reload()
    const replies = card(page, 'Replies')
    const button = replies.getByRole('listitem').filter({ hasText: 'First.' }).getByRole('button')
    await button.focus()
    await mock.replies.set([{ reply: 'Of others.' }, { reply: 'First.' }])
    await replies.getByRole('listitem').filter({ hasText: 'Of others.' }).waitFor()
    await waitForFocus(page, button)
    const { promise: isTyped, resolve: release } = Promise.withResolvers<void>()
    await page.route('**/__admin/replies*', async (route) => {
      if (route.request().method() === 'PUT') await isTyped
      await route.continue()
    })
    const field = replies.getByLabel('The assistant answers')
    await field.fill('New.')
    await field.press('Enter')
    await field.fill('The next one.')
    release()
    await page.getByText('Added. It is tried before the others.').waitFor()
    await replies.getByRole('listitem').filter({ hasText: 'New.' }).waitFor()
    expect(await field.inputValue()).toBe('The next one.')
  })

  test('says at its field what is wrong with a reply, and keeps the text', async () => {
    allow(/422|400/)
    const { page, mock } = await open({ place })
    const replies = card(page, 'Replies')
    await replies.getByLabel('The assistant answers').fill('Never.')
    await replies.getByLabel('Only by the assistant (id)').fill('4711')
    await replies.getByRole('button', { name: 'Add this reply' }).click()
    await replies.getByText('names 4711, which is no assistant of this user').waitFor()
    await replies.getByLabel('Only by the assistant (id)').fill('')
    await replies.getByLabel('Only to the n-th message').fill('0')
    await replies.getByRole('button', { name: 'Add this reply' }).click()
    await expect
      .poll(() => replies.getByLabel('Only to the n-th message').getAttribute('aria-invalid'))
      .toBe('true')
    expect(await replies.getByLabel('The assistant answers').inputValue()).toBe('Never.')
    expect(await mock.replies.list()).toEqual([])
  })

  test('costs money, which is set by a form', async () => {
    allow(/422|400/)
    const { page, mock } = await open({ place: '/controls?part=users' })
    await page.getByRole('button', { name: 'Set the balance of user 1', exact: true }).click()
    const field = page.getByLabel('Balance of user 1', { exact: true })
    await field.fill('much')
    await page.getByRole('button', { name: 'Set the balance', exact: true }).click()
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    await field.fill('0.005')
    await page.keyboard.press('Enter')
    await page.getByText('Balance $0.005').waitFor()
    const answer = await fetch(`${mock.url}/__admin/users/1`, {
      headers: { Authorization: `Bearer ${mock.adminToken}` },
    })
    expect(await answer.json()).toMatchObject({ total_balance: 0.005 })
  })

  test('goes with a webhook that clients set, which is shown', async () => {
    const { page, mock } = await open({ place })
    const assistants = card(page, 'Assistants')
    await assistants.getByText('no webhook').first().waitFor()
    const answer = await fetch(
      `${mock.url}/api/user/assistants/enable-conversation-ended-webhook`,
      {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${mock.token('combined')}`,
          'Content-Type': 'application/json',
          Accept: 'application/json',
        },
        body: JSON.stringify({ assistant_id: 1, webhook_url: 'https://hooks.example/ended' }),
      },
    )
    expect(answer.status).toBe(200)
    await assistants.getByText('https://hooks.example/ended').waitFor()
  })
})
