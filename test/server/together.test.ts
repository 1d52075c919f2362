import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMock } from '../../src/index.ts'
import { atFileEnd } from '../file-end.ts'
import { begin, read, say } from '../talking.ts'

const folder = mkdtempSync(join(tmpdir(), 'together-'))
atFileEnd(() => rmSync(folder, { recursive: true, force: true }))

const TALKERS = 20

test('requests that write together are all answered, stored and remembered, also beside the admin API', async () => {
  const db = join(folder, 'rows.db')
  const mock = await startMock({ dataset: 'thirty', db })
  const chats = await Promise.all(Array.from({ length: TALKERS }, () => begin(mock)))
  const [sent] = await Promise.all([
    Promise.all(chats.map((chat) => say(chat, `to ${chat.split('/').at(-1)}`))),
    Promise.all(chats.map(() => mock.conversations.create())),
    Promise.all(chats.map((chat) => read(chat))),
  ])
  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]))
  const entries = await mock.requests.list({ limit: 500 })
  const paths = entries.map(({ path }) => path)
  const count = (end: RegExp): number => paths.filter((path) => end.test(path)).length
  expect([
    count(/\/conversations$/),
    count(/\/messages$/),
    count(/\/conversations\/[\w-]+$/),
  ]).toEqual([TALKERS, TALKERS, TALKERS])
  const url = mock.url
  await mock.close()
  const later = await startMock({ db })
  for (const chat of chats) {
    const { body } = await read(chat.replace(url, later.url))
    expect(JSON.stringify(body)).toContain(`You said: to ${chat.split('/').at(-1)}`)
  }
  await later.close()
})
