import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { followEvents } from '../../src/client/event-stream.ts'
import { readEvents, type ServerEvent } from '../../src/client/server-events.ts'
import { AdminError } from '../../src/client/admin-error.ts'
import type { Incoming } from '../../src/transport/direct.ts'

const encoder = new TextEncoder()

async function collect(events: AsyncIterable<ServerEvent>): Promise<ServerEvent[]> {
  const collected: ServerEvent[] = []
  for await (const event of events) collected.push(event)
  return collected
}

describe('reading events', () => {
  test.each<[string, string, ServerEvent[]]>([
    [
      'one event',
      'id: 7\nevent: request\ndata: {"a":1}\n\n',
      [{ id: '7', name: 'request', data: '{"a":1}' }],
    ],
    [
      'lines that end as on Windows',
      'id: 7\r\ndata: x\r\n\r\n',
      [{ id: '7', name: 'message', data: 'x' }],
    ],
    [
      'lines that end in a carriage return',
      'id: 7\rdata: x\r\rdata: y\r\r\n',
      [
        { id: '7', name: 'message', data: 'x' },
        { id: '7', name: 'message', data: 'y' },
      ],
    ],
    [
      'data of several lines',
      'data: a\ndata:b\ndata\n\n',
      [{ id: undefined, name: 'message', data: 'a\nb\n' }],
    ],
    [
      'only one space is taken off',
      'data:  a: b\n\n',
      [{ id: undefined, name: 'message', data: ' a: b' }],
    ],
    [
      'comments and settings',
      ': ping\n\nretry: 1000\n\ndata: x\n\n',
      [{ id: undefined, name: 'message', data: 'x' }],
    ],
    [
      'an event without data is none, but its id stays',
      'id: 3\n\ndata: x\n\n',
      [{ id: '3', name: 'message', data: 'x' }],
    ],
    [
      'an event that breaks off',
      'data: x\n\ndata: y\n',
      [{ id: undefined, name: 'message', data: 'x' }],
    ],
    [
      'a name, which is for one event only',
      'event: cut\ndata: x\n\ndata: y\n\n',
      [
        { id: undefined, name: 'cut', data: 'x' },
        { id: undefined, name: 'message', data: 'y' },
      ],
    ],
    [
      'an id with a zero byte, which does not count',
      'id: 3\ndata: a\n\nid: 4\u0000\ndata: b\n\n',
      [
        { id: '3', name: 'message', data: 'a' },
        { id: '3', name: 'message', data: 'b' },
      ],
    ],
    ['a byte order mark', '\uFEFFdata: x\n\n', [{ id: undefined, name: 'message', data: 'x' }]],
    [
      'letters beyond ASCII',
      'data: žluťoučký 🐎\n\n',
      [{ id: undefined, name: 'message', data: 'žluťoučký 🐎' }],
    ],
  ])('%s', async (_name, stream, events) => {
    expect(await collect(readEvents([encoder.encode(stream)]))).toEqual(events)
  })

  test('does not depend on where chunks end', async () => {
    const bytes = encoder.encode('id: 1\r\ndata: ž\r\n\r\nid: 2\ndata: b\ndata: c\n\n')
    const whole = await collect(readEvents([bytes]))
    expect(whole).toHaveLength(2)
    for (let at = 1; at < bytes.length; at++) {
      expect(await collect(readEvents([bytes.subarray(0, at), bytes.subarray(at)]))).toEqual(whole)
    }
  })
})

describe('following events', () => {
  test('goes on after the last event when a connection ends', async () => {
    const ending = new AbortController()
    const { asked, open } = connections(
      () => answer('id: 4\ndata: a\n\nid: 5\ndata: b\n\nid: 6\nda'),
      () => answer('id: 6\ndata: c\n\n'),
    )
    const seen: string[] = []
    for await (const { data } of followEvents({ open, signal: ending.signal })) {
      seen.push(data)
      if (data === 'c') ending.abort()
    }
    expect(seen).toEqual(['a', 'b', 'c'])
    expect(asked).toEqual([undefined, '5'])
  })

  test('tries again when the mock cannot be reached for a moment', async () => {
    const { asked, open } = connections(
      () => answer('id: 1\ndata: a\n\n'),
      () => {
        throw new AdminError('away', {})
      },
      () => answer('id: 2\ndata: b\n\n'),
    )
    const events = followEvents({ open, signal: new AbortController().signal })
    expect([await events.next(), await events.next()]).toMatchObject([
      { value: { data: 'a' } },
      { value: { data: 'b' } },
    ])
    expect(asked).toEqual([undefined, '1', '1'])
    await events.return(undefined)
  })

  test.each([
    ['the first connection fails', [() => Promise.reject(new AdminError('away', {}))]],
    [
      'the mock refuses to go on',
      [
        async () => answer(''),
        () => Promise.reject(new AdminError('wrong token', { status: 401 })),
      ],
    ],
  ])('rejects when %s', async (_name, answers) => {
    let count = 0
    const open = async (): Promise<Answer> => (await answers[count++]?.()) ?? answer('')
    await expect(
      followEvents({ open, signal: new AbortController().signal }).next(),
    ).rejects.toThrow(AdminError)
    expect(count).toBe(answers.length)
  })

  test('is at its end when it has been aborted before', async () => {
    const { asked, open } = connections()
    expect(await collect(followEvents({ open, signal: AbortSignal.abort() }))).toEqual([])
    expect(asked).toEqual([])
  })
})

type Answer = Pick<Incoming, 'body'>

const answer = (text: string): Answer => ({ body: Readable.from([encoder.encode(text)]) })

/** A transport that gives these answers to one connection after the other. A function may throw. */
function connections(...answers: (() => Answer)[]) {
  const asked: (string | undefined)[] = []
  const open = async (lastId: string | undefined): Promise<Answer> => {
    const next = answers[asked.push(lastId) - 1]
    if (!next) throw new Error('nothing is left to answer')
    return next()
  }
  return { asked, open }
}
