import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Mock, Options } from '../../src/index.ts'
import { readAnswer, readHistory } from '../../src/dashboard/conversations/chat-answer.ts'
import {
  describeInBrowser,
  expectAccessible,
  expectCount,
  expectToFit,
  useBrowser,
} from './browser.ts'

const uuid = '22222222-2222-4222-8222-222222222222'
const markup = '<img src=x onerror=alert(1)>'

const assistant = {
  id: 1,
  uuid: '11111111-1111-4111-8111-111111111111',
  user_id: 1,
  name: 'Reception',
}

const row = {
  id: 1,
  uuid,
  assistant_id: 1,
  type: 'api' as const,
  variables: null,
  message_count: 2,
  total_cost: 0,
  ai_enabled: true,
  created_at: '2025-01-01 00:00:00',
  updated_at: '2025-01-01 00:00:00',
}

const rows = {
  users: [{ id: 1, name: 'Ada' }],
  tokens: [{ id: 1, user_id: 1, plain: 'token-1', edition: 'combined' as const }],
  assistants: [assistant],
  conversations: [row],
}

const dataset = {
  ...rows,
  messages: [
    {
      id: 1,
      conversation_id: 1,
      role: 'assistant' as const,
      content: markup,
      function_calls: null,
    },
    {
      id: 2,
      conversation_id: 1,
      role: 'user' as const,
      content: `إياس ${'w'.repeat(5000)}`,
      function_calls: null,
    },
    {
      id: 3,
      conversation_id: 1,
      role: 'assistant' as const,
      content: 'Booked.',
      function_calls: [{ name: 'book', arguments: { day: 'Monday' } }],
    },
  ],
}

const place = `/conversations?row=${uuid}`

describeInBrowser('an open conversation', () => {
  const { open, allow } = useBrowser()

  async function talk(
    options: Options = { dataset },
    size: { theme?: 'light' | 'dark'; width?: number; height?: number } = {},
  ): Promise<{ page: Page; mock: Mock; dialog: Locator }> {
    const { page, mock } = await open({ place, options, ...size })
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Switch the AI' }).waitFor()
    return { page, mock, dialog }
  }

  test('shows what was said, as text, and its function calls', async () => {
    const { dialog, mock } = await talk()
    await expectCount(dialog.locator('.said'), 3)
    await dialog.getByText(markup).waitFor()
    expect(await dialog.locator('img').count()).toBe(0)
    await dialog.getByRole('button', { name: 'Show all 5,005 characters' }).click()
    await expect.poll(() => dialog.locator('.said.user p').innerText()).toHaveLength(5005)
    await dialog.getByText('function_calls').click()
    await dialog.getByText('"Monday"').waitFor()
    expect((await mock.requests.list({ path: `/api/conversations/${uuid}` }))[0]).toMatchObject({
      method: 'GET',
      correlation: 'dashboard',
      dashboard: true,
      token: 1,
    })
  })

  test('takes a message by Enter, shows the answer and what it cost', async () => {
    const { page, mock, dialog } = await talk()
    const box = dialog.getByLabel('Message to the assistant')
    await dialog.getByText('$100.00').waitFor()
    await dialog.getByLabel('customer_name').fill('not saved yet')
    await box.fill('hello')
    await box.press('Shift+Enter')
    await box.pressSequentially('there')
    await box.press('Enter')
    await dialog.locator('.said', { hasText: 'You said: hello\nthere' }).waitFor()
    await dialog.getByText('$99.99').waitFor()
    await expect.poll(() => box.inputValue()).toBe('')
    await expect
      .poll(() => dialog.getByRole('status').first().innerText())
      .toBe('The assistant answers: You said: hello there')
    await expect.poll(() => dialog.getByLabel('message_count').inputValue()).toBe('4')
    expect(await dialog.getByLabel('customer_name').inputValue()).toBe('not saved yet')
    await page.locator('tbody td.number', { hasText: '0.01' }).waitFor()
    expect(await mock.requests.list({ method: 'POST' })).toMatchObject([
      { path: `/api/conversations/${uuid}/messages`, correlation: 'dashboard', status: 200 },
    ])
  })

  test('says in words why a message was refused, and keeps it', async () => {
    allow(/400|422|429|ERR_/)
    const { mock, dialog } = await talk()
    const box = dialog.getByLabel('Message to the assistant')
    const problem = dialog.locator('.message-box [role=alert]')
    await box.press('Enter')
    await problem.getByText('422 Unprocessable Content: The message field is required.').waitFor()
    await expect.poll(() => box.getAttribute('aria-invalid')).toBe('true')
    await mock.users.setBalance(1, 0)
    await box.fill('hello')
    await box.press('Enter')
    await problem.getByText('400 Bad Request: Insufficient balance.').waitFor()
    await dialog.getByText('$0.00').waitFor()
    await mock.faults.arm({
      dashboard: true,
      times: 1,
      match: { method: 'POST' },
      effect: { type: 'rate_limit', retry_after: 7 },
    })
    await box.press('Enter')
    await problem.getByText('429 Too Many Requests').waitFor()
    await problem.getByText('Try again in 7 s.').waitFor()
    await mock.faults.arm({
      dashboard: true,
      times: 1,
      match: { method: 'POST' },
      effect: { type: 'truncate', bytes: 5 },
    })
    await mock.users.setBalance(1, 1)
    await box.press('Enter')
    await problem.getByText('The answer broke off').waitFor()
    expect(await box.inputValue()).toBe('hello')
    await box.press('Enter')
    await problem.waitFor({ state: 'detached' })
    await expect.poll(() => box.inputValue()).toBe('')
  })

  test('has a switch of the AI, without which nobody answers', async () => {
    const { mock, dialog } = await talk()
    await dialog.getByRole('button', { name: 'Switch the AI off' }).click()
    await dialog.getByText('Nobody answers: the AI is off.').waitFor()
    expect(await mock.conversations.find(uuid)).toMatchObject({ ai_enabled: false })
    const box = dialog.getByLabel('Message to the assistant')
    await box.fill('anybody?')
    await box.press('Enter')
    await dialog.getByText('4 messages').waitFor()
    await expect.poll(() => dialog.locator('.said').last().innerText()).toContain('anybody?')
    await dialog.getByRole('button', { name: 'Switch the AI on' }).click()
    await dialog.getByRole('button', { name: 'Switch the AI off' }).waitFor()
    expect(await mock.conversations.find(uuid)).toMatchObject({ ai_enabled: true })
  })

  test('names the webhook of the assistant', async () => {
    const url = 'https://example.com/ended'
    const { dialog } = await talk({
      dataset: {
        ...dataset,
        assistants: [{ ...assistant, conversation_ended_webhook_url: url }],
      },
    })
    await dialog.getByText('Reception').waitFor()
    await dialog.getByText(url).waitFor()
  })

  test('has the newest of thousands of messages in sight, and earlier ones on demand', async () => {
    const { dialog } = await talk({
      dataset: { ...rows, conversations: [{ ...row, message_count: 5000 }] },
    })
    await dialog.getByText('5,000 messages').waitFor()
    const messages = dialog.locator('.said')
    await expectCount(messages, 100)
    const frame = dialog.getByRole('region', { name: 'Messages' })
    const below = (): Promise<number> =>
      frame.evaluate((element: { scrollHeight: number; scrollTop: number; clientHeight: number }) =>
        Math.round(element.scrollHeight - element.scrollTop - element.clientHeight),
      )
    await expect.poll(below).toBe(0)
    await frame.evaluate((element: { scrollTop: number }) => void (element.scrollTop = 0))
    const before = await below()
    await dialog.getByRole('button', { name: 'Show 500 earlier messages of 4,900' }).click()
    await expectCount(messages, 600)
    await expect.poll(async () => Math.abs((await below()) - before)).toBeLessThan(50)
    const box = dialog.getByLabel('Message to the assistant')
    await box.fill('late')
    await box.press('Enter')
    await dialog.locator('.said', { hasText: 'You said: late' }).waitFor()
    await expect.poll(below).toBe(0)
  })

  test('asks again for messages that could not be read', async () => {
    allow(/503/)
    const { page, mock } = await open({ place: '/conversations', options: { dataset } })
    await page.locator('tbody a').first().waitFor()
    await mock.faults.arm({ dashboard: true, times: 1, effect: { type: 'status', status: 503 } })
    await page.locator('tbody a').first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('The messages could not be read. The API answered 503').waitFor()
    await dialog.getByRole('button', { name: 'Read them again' }).click()
    await expectCount(dialog.locator('.said'), 3)
  })

  test.each(['light', 'dark'] as const)(
    'is accessible, and fits into a narrow window, %s',
    async (theme) => {
      allow(/422/)
      const { page, dialog } = await talk({ dataset }, { theme, width: 360, height: 740 })
      await dialog.locator('.said').first().waitFor()
      await dialog.getByLabel('Message to the assistant').press('Enter')
      await dialog.locator('.message-box [role=alert]').waitFor()
      await expectToFit(page, 360)
      await expect
        .poll(() => dialog.evaluate((element) => element.scrollWidth - element.clientWidth))
        .toBe(0)
      await expectAccessible(page)
    },
  )
})

const exchange = { headers: [], size: 0, duration: 1, problem: undefined }

describe('an answer about a conversation', () => {
  test.each([
    [200, '{"history":{}}', 'The answer holds no list under "history".'],
    [200, '[]', 'A client could not read the answer.'],
    [200, '', 'A client could not read the answer. The body is empty.'],
    [404, '{"status":false,"error":"Gone"}', 'The API answered 404 Not Found: Gone'],
    [429, '{"message":"Wait."}', 'The API answered 429 Too Many Requests: Wait. Try again later.'],
    [500, '<html>', 'The API answered 500 Server Error'],
    [null, '', 'There was no answer; the browser says: undefined'],
  ])('of status %s with %j is put in words', (status, text, words) => {
    expect(readHistory({ ...exchange, status, text })).toEqual({
      refusal: `The messages could not be read. ${words}`,
    })
  })

  test('is its body where all went well', () => {
    expect(readAnswer({ ...exchange, status: 200, text: '{"a":1}' }, 'No.')).toEqual({
      body: { a: 1 },
    })
  })
})
