// The load of the soak for a moment: the same clients, reports and followers.

import { onTestFinished, expect, test } from 'vitest'
import * as z from 'zod'
import { type StartedMock, startMock } from '../../src/index.ts'
import { createHearing } from '../../tools/soak/followers.ts'
import { walk } from '../../tools/soak/walker.ts'
import { call, open } from '../admin/calls.ts'
import { listWalks } from '../admin/judged.ts'
import { get } from '../admin/refusals.ts'

const USERS = 6
const ROWS = 60
const REQUESTS = 1200

type Loaded = { answered: number; failed: number; walks: number; missed: number }

/** Each user has a client of another way. */
async function load(mock: StartedMock): Promise<Loaded> {
  const port = Number(new URL(mock.url).port)
  const users = await Promise.all(
    Array.from({ length: USERS }, async () => mock.createUser({ dataset: { generate: ROWS } })),
  )
  const loaded = { answered: 0, failed: 0, walks: 0, missed: 0 }
  let sent = 0
  await Promise.all(
    users.map(async (user, number) =>
      walk({
        port,
        token: user.token('combined'),
        rows: ROWS,
        number,
        mayGoOn: () => sent++ < REQUESTS,
        onAnswer(status) {
          loaded.answered++
          if (status !== 200) loaded.failed++
        },
        onWalk(missed) {
          loaded.walks++
          loaded.missed += missed
        },
      }),
    ),
  )
  return loaded
}

/** Asks for reports again and again until it is stopped; tells how many it got. */
function pollReports(mock: StartedMock): { stop: () => Promise<number> } {
  const paths = ['/findings', '/walks?limit=100', '/requests?limit=1000', '/dataset', '/statistics']
  const state = { isOver: false }
  const polling = (async () => {
    let reports = 0
    for (; !state.isOver; reports++) {
      const { status } = await call(mock, get(paths[reports % paths.length] ?? ''))
      expect(status).toBe(200)
    }
    return reports
  })()
  return {
    async stop() {
      state.isOver = true
      return polling
    },
  }
}

test('nothing is lost while reports are polled and requests are followed', async () => {
  const mock = await startMock({ dataset: 'one' })
  onTestFinished(() => mock.close())
  const hearing = createHearing()
  const stream = await open(mock, get('/requests/stream'))
  stream.setEncoding('latin1').on('data', (piece: string) => hearing.add(piece))
  const reports = pollReports(mock)
  const loaded = await load(mock)
  expect(loaded).toMatchObject({ answered: REQUESTS, failed: 0, missed: 0 })
  expect(await reports.stop()).toBeGreaterThan(1)
  await expect.poll(() => hearing.heard()).toBe(REQUESTS)
  expect(hearing.missed()).toBe(0)
  expect((await mock.status()).requests).toBe(REQUESTS)
  const { total } = await listWalks(mock, '?verdict=complete&limit=1')
  expect(total).toBeGreaterThan(loaded.walks / 2)
  stream.destroy()
})

test('the journal keeps the newest requests of each user, and no more than it may', async () => {
  const mock = await startMock({ dataset: 'one', journal: 100 })
  onTestFinished(() => mock.close())
  const reports = pollReports(mock)
  await load(mock)
  await reports.stop()
  expect((await mock.status()).requests).toBe(USERS * 100)
  const newest = z
    .object({ requests: z.array(z.object({ id: z.int() })) })
    .parse((await call(mock, get('/requests?limit=1'))).body)
  expect(newest.requests.map(({ id }) => id)).toEqual([REQUESTS])
})
