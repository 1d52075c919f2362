import { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createConnections } from '../../src/journal/connections.ts'

const ALPHA = 1
const BETA = 2

/**
 * Runs a notation and returns the lanes of its requests. `+a` opens connection a. `a` is a request
 * over it, `a:2` a request with token 2, `=a` its answer, and `~a` a request that is not from a
 * client. One millisecond passes between words; `@5` sets the time.
 */
function lanesOf(notation: string): number[] {
  const connections = createConnections()
  const sockets = new Map<string, Socket>()
  let now = 0
  return notation.split(' ').flatMap((word) => {
    const [, sign = '', name = '', token = String(ALPHA), time] =
      /^([+=~]?)(\w)(?::(\w+))?(?:@([\d.]+))?$/.exec(word) ?? []
    const socket = sockets.get(name) ?? new Socket()
    sockets.set(name, socket)
    now = time === undefined ? now + 1 : Number(time)
    const connection = connections.of(socket, () => now)
    if (sign === '+') return []
    if (sign === '') return [connection.take(token === 'none' ? null : Number(token), now)]
    if (sign === '=') connection.answered(now)
    else connection.use()
    return []
  })
}

type Case = readonly [what: string, notation: string, lanes: readonly number[]]

const testLanes = (cases: readonly Case[]): void => {
  test.each(cases)('%s: %s', (_what, notation, lanes) => {
    expect(lanesOf(notation)).toEqual(lanes)
  })
}

describe('a client that waits for each answer has one lane', () => {
  testLanes([
    ['over one connection', '+a a =a a =a a', [0, 0, 0]],
    ['over a new connection each time', '+a a =a +b b =b +c c', [0, 0, 0]],
    ['over two connections in turn', '+a a =a +b b =b a =a b =b a', [0, 0, 0, 0, 0]],
    [
      'over a connection that was open before, for another purpose',
      '+a +b ~b a =a b =b a',
      [0, 0, 0],
    ],
    ['over a connection that nobody saw opening', 'a =a b =b c', [0, 0, 0]],
    ['that opens the next connection the moment it has the answer', '+a a =a@5 +b@5 b@6', [0, 0]],
    ['whose answers are pipelined', '+a a a a =a', [0, 0, 0]],
  ])
})

describe('clients at once have a lane each', () => {
  testLanes([
    ['while all wait', '+a +b +c a b c', [0, 1, 2]],
    [
      'for as long as they keep their connections',
      '+a +b a b =a =b b a =b =a a b',
      [0, 1, 1, 0, 0, 1],
    ],
    [
      'when one has its answer before the other asks over a connection that was open by then',
      '+a +b a =a b',
      [0, 1],
    ],
    ['when one asks the very moment the other has its answer', '+a a =a@5 +b@5 b@5.05', [0, 1]],
    ['when one asks before the other has its answer', '+a a +b b =a =b', [0, 1]],
    [
      'and whoever comes next takes the lowest that is free',
      '+a +b +c a b c =b =a +d d',
      [0, 1, 2, 0],
    ],
    [
      'and whoever comes next takes the one that has its answer',
      '+a +b +c a b c =b +d d',
      [0, 1, 2, 1],
    ],
    ['and who has lost a lane to the next takes another', '+a a =a +b b a', [0, 0, 1]],
  ])
})

describe('tokens', () => {
  testLanes([
    ['have lanes of their own', `+a +b +c +d a b:${BETA} c d:${BETA}`, [0, 0, 1, 1]],
    ['of one connection keep theirs', `+a a =a a:${BETA} =a a =a a:${BETA}`, [0, 0, 0, 0]],
    [
      'of one connection may be in other lanes of it',
      `+x +a x:${BETA} a =a a:${BETA} =a a`,
      [0, 0, 1, 0],
    ],
    ['that are none share lanes', '+a +b a:none b:none =a a:none', [0, 1, 0]],
  ])
})

test('clients come and go without more lanes than were in use at once', () => {
  const connections = createConnections()
  for (let round = 0; round < 20; round++) {
    const sockets = Array.from({ length: 10 }, () => new Socket())
    for (const socket of sockets) connections.open(socket, round * 10)
    expect(
      sockets.map((socket) =>
        connections.of(socket, () => round * 10 + 1).take(ALPHA, round * 10 + 1),
      ),
    ).toEqual(sockets.map((_, index) => index))
    for (const socket of sockets)
      connections.of(socket, () => round * 10 + 2).answered(round * 10 + 2)
  }
})

test('many tokens are forgotten, the oldest first, and begin again', () => {
  const connections = createConnections()
  const [first, second] = [new Socket(), new Socket()]
  connections.open(first, 0)
  connections.open(second, 0)
  expect([
    connections.of(first, () => 1).take(ALPHA, 1),
    connections.of(second, () => 1).take(ALPHA, 1),
  ]).toEqual([0, 1])
  for (let token = 10; token < 2010; token++) connections.of(new Socket(), () => 2).take(token, 2)
  expect(connections.of(new Socket(), () => 3).take(ALPHA, 3)).toBe(0)
})

test('the time is read only for a connection that was never noted', () => {
  const connections = createConnections()
  const socket = new Socket()
  let reads = 0
  const elapsed = (): number => ++reads
  connections.of(socket, elapsed)
  connections.of(socket, elapsed)
  expect(reads).toBe(1)
})
