import { expect, test } from 'vitest'
import { toFinding } from '../../src/admin/finding-view.ts'
import { judgeTrace } from '../judge/judging.ts'

const findingIn = (notation: string) => {
  const [judged] = judgeTrace(notation)
  return judged && toFinding(judged, null, { baseUrl: '' })
}

test('the message says in how many more walks the same was seen, where its number is of one', () => {
  const round = 'p1 p2 p2 p2 p3'
  expect(findingIn(`${round} t+86400 ${round}`)).toMatchObject({
    message: 'page 2 was fetched 3 times in a row, each time with success (also in 1 more walk)',
    count: 6,
  })
  expect(findingIn(round)).toMatchObject({
    message: 'page 2 was fetched 3 times in a row, each time with success',
    count: 3,
  })
})

test('the message is as it was where each walk has one request of the kind', () => {
  expect(findingIn('p1 p2 t+86400 p1 p2')).toMatchObject({
    message:
      'the walk stopped at page 2 of 3 although a next page was offered: the last 15 of 45 rows are missing',
    count: 2,
  })
})
