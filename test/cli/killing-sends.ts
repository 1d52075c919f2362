// Kills a mock while clients begin conversations and send messages.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import * as z from 'zod'
import { createRandom } from '../../src/random/random.ts'
import { read, post } from '../talking.ts'
import { cli, inherited } from './program.ts'

const CLIENTS = 8
const TOKEN = 'the-key'
const PRICE = 0.01
const headers = { Authorization: `Bearer ${TOKEN}` }

const Line = z.object({ url: z.string() })
const Assistants = z.tuple([z.object({ uuid: z.string() })], z.unknown())
const Begun = z.object({ conversation_id: z.string() })
const History = z.object({ history: z.array(z.object({ role: z.string(), content: z.string() })) })
const List = z.object({
  data: z.array(z.object({ id: z.string(), message_count: z.number(), total_cost: z.number() })),
})

type Running = { readonly child: ChildProcess; readonly url: string }

/** The acknowledged texts of each conversation, in their order. */
type Acknowledged = Map<string, string[]>

async function start(folder: string): Promise<Running> {
  const child = spawn(
    process.execPath,
    [cli, '--port', '0', '--db', 'rows.db', '--dataset', 'one', '--key', `${TOKEN}=autocalls`],
    {
      cwd: folder,
      env: { ...inherited, XDG_RUNTIME_DIR: folder, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  for await (const line of createInterface({ input: child.stdout })) {
    const { data } = Line.safeParse(JSON.parse(line))
    if (data) return { child, url: data.url }
  }
  throw new Error('it ended before it was ready')
}

/** Begins a conversation and sends messages until the mock is gone. */
async function talk(url: string, name: string, acknowledged: Acknowledged): Promise<void> {
  const { body: assistants } = await read(`${url}/api/user/assistants/get`, headers)
  const [{ uuid }] = Assistants.parse(z.object({ data: z.unknown() }).parse(assistants).data)
  const begun = await post(`${url}/api/conversations`, { assistant_id: uuid })
  const { conversation_id } = Begun.parse(begun.body)
  const texts: string[] = []
  acknowledged.set(conversation_id, texts)
  for (let number = 0; ; number++) {
    const message = `${name} ${number}`
    const { status } = await post(`${url}/api/conversations/${conversation_id}/messages`, {
      message,
    })
    if (status !== 200) throw new Error(`a message was answered with ${status}`)
    texts.push(message)
  }
}

/** Kills the mock during messages, as soon as clients have enough acknowledgements. */
async function talkUntilKilled({ child, url }: Running, round: number, messages: number) {
  const acknowledged: Acknowledged = new Map()
  const clients = Array.from({ length: CLIENTS }, (_, client) =>
    talk(url, `${round}.${client}`, acknowledged).catch((error: unknown) => error),
  )
  const count = (): number =>
    [...acknowledged.values()].reduce((sum, { length }) => sum + length, 0)
  await expect.poll(count, { interval: 1 }).toBeGreaterThanOrEqual(messages)
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  for (const error of await Promise.all(clients))
    expect(String(error)).not.toContain('answered with')
  return acknowledged
}

/**
 * Each conversation must hold all acknowledged messages and at most one more, and its numbers must
 * be right.
 */
async function expectAll(url: string, acknowledged: Acknowledged): Promise<void> {
  for (const [uuid, texts] of acknowledged) {
    const { body } = await read(`${url}/api/conversations/${uuid}`)
    const { history } = History.parse(body)
    const said = history.filter(({ role }) => role === 'user').map(({ content }) => content)
    expect(said.slice(0, texts.length)).toEqual(texts)
    expect(said.length - texts.length).toBeLessThanOrEqual(1)
    const answers = history.filter(({ content }) => content.startsWith('You said: '))
    expect(answers.map(({ content }) => content)).toEqual(said.map((text) => `You said: ${text}`))
    const listed = await read(`${url}/api/user/conversations?per_page=100`, headers)
    const row = List.parse(listed.body).data.find(({ id }) => id === uuid)
    expect(row?.message_count).toBe(history.length)
    expect(row?.total_cost).toBeCloseTo(said.length * PRICE, 6)
  }
}

/** Checks that no acknowledged message is lost after several kills. */
export async function expectNothingLost(kills: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-sends-'))
  const random = createRandom(3)
  const all: Acknowledged = new Map()
  let running = await start(folder)
  try {
    for (let round = 0; round < kills; round++) {
      const messages = 40 + random.below(60)
      for (const [uuid, texts] of await talkUntilKilled(running, round, messages))
        all.set(uuid, texts)
      running = await start(folder)
      await expectAll(running.url, all)
    }
    const { body } = await read(`${running.url}/api/user/me`, headers)
    const { total_balance } = z.object({ total_balance: z.number() }).parse(body)
    const paid = [...all.values()].reduce((sum, { length }) => sum + length, 0)
    expect(total_balance).toBeLessThanOrEqual(100 - paid * PRICE + PRICE / 2)
    expect(total_balance).toBeGreaterThanOrEqual(100 - (paid + all.size) * PRICE - PRICE / 2)
  } finally {
    running.child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
