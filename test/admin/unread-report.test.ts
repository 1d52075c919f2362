import { expect, test } from 'vitest'
import { packUnread } from '../../src/admin/unread-report.ts'

const PIECES = 20
const textOf = (index: number): string => `${index} `.repeat(1000)
const all = Array.from({ length: PIECES }, (_, index) => textOf(index))

/** Makes the pieces, and notes how many. The piece `wrong` fails. */
function makePieces(wrong?: number) {
  const state = { made: 0, hasEnded: false }
  async function* make(): AsyncGenerator<string, void> {
    try {
      for (const [index, piece] of all.entries()) {
        await Promise.resolve()
        if (index === wrong) throw new Error('the file is damaged')
        state.made++
        yield piece
      }
    } finally {
      state.hasEnded = true
    }
  }
  return { state, pieces: make() }
}

async function readRest(report: AsyncGenerator<string, void>): Promise<string[]> {
  const read: string[] = []
  for await (const piece of report) read.push(piece)
  return read
}

test('a report that is not read is made to its end, and read later', async () => {
  const { state, pieces } = makePieces()
  const report = packUnread(pieces, 5)
  expect((await report.next()).value).toBe(all[0])
  await expect.poll(() => state.hasEnded).toBe(true)
  expect(await readRest(report)).toEqual(all.slice(1))
})

test('a report that is read is made while it is read', async () => {
  const { state, pieces } = makePieces()
  const report = packUnread(pieces, 60_000)
  for (let read = 0; read < 3; read++) await report.next()
  expect(state.made).toBe(3)
  expect(await readRest(report)).toEqual(all.slice(3))
})

test('an error comes after all that was made before it', async () => {
  const { state, pieces } = makePieces(4)
  const report = packUnread(pieces, 5)
  await report.next()
  await expect.poll(() => state.hasEnded).toBe(true)
  const read: string[] = []
  const reading = (async () => {
    for await (const piece of report) read.push(piece)
  })()
  await expect(reading).rejects.toThrow('the file is damaged')
  expect(read).toEqual(all.slice(1, 4))
})

test('a report whose caller goes away is made no further', async () => {
  const { state, pieces } = makePieces()
  const report = packUnread(pieces, 60_000)
  await report.next()
  await report.return()
  expect(state).toEqual({ made: 1, hasEnded: true })
})
