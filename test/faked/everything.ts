// Calls everything that the handle of a mock has. It waits for conditions by asking again, so that it needs no timers itself.

import type { StartedMock } from '../../src/index.ts'
import { ask } from '../client/asking.ts'

/** The mock must have `walkIdle: 1`. */
export async function callEverything(mock: StartedMock): Promise<void> {
  await callUsers(mock)
  await callConversations(mock)
  await callFaults(mock)
  await callJournal(mock)
  await callJudge(mock)
  await callClock(mock)
  await callMutations(mock)
  await mock.status()
  await mock.reset()
  mock.setClock(1_750_000_000)
  const stream = mock.requests.stream({ after: 0 })
  await ask(mock.url, mock.token())
  await stream.next()
  await mock.close()
  await stream.next()
}

async function callUsers(mock: StartedMock): Promise<void> {
  const user = await mock.createUser({ dataset: { generate: 20 } })
  await ask(user.url, user.token('autocalls'))
  await user.verify({ status: 200 })
  await user.compareEditions()
  await mock.users.list()
  await mock.users.find(user.id)
  await mock.users.delete((await mock.createUser()).id)
  await user.delete()
  await mock.users.setBalance(1, 5)
  await mock.users.balance(1)
  await mock.assistants.list()
  await mock.replies.set([{ reply: 'Yes: {message}' }])
  await mock.replies.list()
  await mock.replies.clear()
}

async function callConversations({
  conversations,
  dataset,
  snapshot,
  ...mock
}: StartedMock): Promise<void> {
  const { id } = await conversations.create({ type: 'widget' })
  await conversations.update(id, { type: 'api' })
  await conversations.find(id)
  await conversations.list()
  await conversations.count()
  await conversations.statistics()
  await conversations.delete(id)
  await snapshot.save('one')
  await snapshot.restore('one')
  await snapshot.list()
  await snapshot.delete('one')
  await dataset.replace(await dataset.export())
  await mock.compareEditions({ perPage: 20 })
}

/** With answers that are late, slow or broken. */
async function callFaults({ url, faults, token }: StartedMock): Promise<void> {
  const { id } = await faults.arm({ effect: { type: 'delay', milliseconds: 20 }, times: 1 })
  await faults.list()
  await faults.find(id)
  await ask(url, token())
  await faults.disarm((await faults.arm({ effect: { type: 'maintenance' } })).id)
  await faults.arm({ effect: { type: 'slow', bytes_per_second: 20_000 }, times: 1 })
  await ask(url, token())
  for (const type of ['reset', 'empty'] as const) {
    await faults.arm({ effect: { type }, times: 1 })
    await ask(url, token()).catch(() => undefined)
  }
  await faults.clear()
}

async function callJournal({ url, requests, token, verify }: StartedMock): Promise<void> {
  const ending = new AbortController()
  const stream = requests.stream({}, { signal: ending.signal })
  let isSeen = false
  void stream.next().then(() => (isSeen = true))
  await until(async () => {
    await ask(url, token())
    return isSeen
  })
  ending.abort()
  await stream.next()
  const [newest] = await requests.list()
  await requests.count()
  await requests.find(newest?.id ?? 0)
  await requests.response(newest?.id ?? 0)
  await verify({ status: 200 })
  await requests.clear()
}

/** A walk is over when it was idle for a second. */
async function callJudge({
  url,
  token,
  walks,
  findings,
  report,
  expectClean,
  silence,
  unsilence,
}: StartedMock): Promise<void> {
  await ask(url, token('nicecall'), '?per_page=10')
  await until(async () => (await walks()).length > 0)
  await findings()
  await report()
  await expectClean({ level: 'error' })
  await silence('never-paged', 'it looks only')
  await unsilence('never-paged')
}

async function callClock({ clock }: StartedMock): Promise<void> {
  await clock.freeze(1_750_000_000)
  await clock.set(1_750_000_000)
  await clock.advance(60)
  await clock.now()
  await clock.resume()
}

async function callMutations({ script, traffic }: StartedMock): Promise<void> {
  await script.run({ steps: [{ after: 1, insert: 1 }] })
  await script.state()
  await script.stop()
  await traffic.start({ per_second: 100 })
  await until(async () => ((await traffic.state())?.inserted ?? 0) > 1)
  await traffic.stop()
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}
