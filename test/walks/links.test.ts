import { describe, expect, test } from 'vitest'
import { cursorAt } from './fake-list.ts'
import { spell, testWalks, walksIn } from './walking.ts'

describe('a retry', () => {
  testWalks([
    ['of the first page', 'p1!500 p1 p2', ['1 2:retry 3']],
    ['of the first page by cursor', 'c0!503 c0 c1', ['1 2:retry 3']],
    ['of a page', 'p1 p2!429@1 p2~1000 p3', ['1 2 3:retry 4']],
    ['of a cursor', 'c0 c1!503 c1 c2', ['1 2 3:retry 4']],
    ['that fails again', 'p1 p2!500 p2!429@1 p2~1000 p3', ['1 2 3:retry 4:retry 5']],
    ['of an answer that broke off', 'p1 p2!truncate p2 p3', ['1 2 3:retry 4']],
    ['of a connection that was cut', 'p1 p2!cut p2 p3', ['1 2 3:retry 4']],
    ['that comes too early', 'p1 p2!429@5 p2 p3', ['1 2 3:retry 4']],
    ['of the last page', 'p1 p2 p3!500 p3', ['1 2 3 4:retry']],
    ['after other pages', 'A.p1 A.p2!500 B.p3 A.p2', ['1 2 3:page 4:retry']],
    [
      'of one that is no retry: what was refused is wrong itself',
      'p1!422?per_page=500 p1!422?per_page=500',
      ['1 2:repeat'],
    ],
    [
      'of one that is no retry: without a good token',
      'p1!401 p1!401 p1!401',
      ['1 2:repeat 3:repeat'],
    ],
    ['of none, because it has other filters', 'p1!500 p1?type=widget', ['1', '2']],
    ['of none, because it has another token', '1.p1!500 2.p1 2.p2', ['1', '2 3']],
    ['of none, because it has another name', 'p1!500#a p1#b p2#b', ['1', '2 3']],
  ])
})

describe('on another connection', () => {
  testWalks([
    ['a retry that waited', 'A.p1 A.p2!429@1 B.p2~1100 B.p3', ['1 2 3:retry 4']],
    ['a retry of the first page that waited', 'A.p1!429@2 B.p1~2100 B.p2', ['1 2:retry 3']],
    [
      'a first page that came before the wait was over is that of another client',
      'A.p1!429@2 B.p1 B.p2',
      ['1', '2 3'],
    ],
    [
      'a first page at once after a failure without Retry-After, too',
      'A.p1!500 B.p1~5 B.p2',
      ['1', '2 3'],
    ],
    ['a retry on the clock of the user', 'A.p1!429@60 t+60 B.p1 B.p2', ['1 2:retry 3']],
    ['two who failed come back in turn', 'A.p1!500 B.p1!500 A.p1 B.p1', ['1 3:retry', '2 4:retry']],
    [
      'the next page without filters is that of another client',
      'A.p1?type=widget B.p2?',
      ['1', '2:resumed'],
      { rows: 90 },
    ],
    ['the next page of another size, too', 'A.p1?per_page=10 B.p2?per_page=20', ['1', '2:resumed']],
    [
      'a cursor without its filters has nowhere else to come from',
      `A.c0?type=widget B.-?cursor=${cursorAt(23)}`,
      ['1 2:lost'],
    ],
  ])
})

describe('parameters', () => {
  testWalks([
    ['dropped by page', 'p1?type=widget n?', ['1 2:lost']],
    ['dropped in part', 'p1?type=widget&per_page=5 n?type=widget', ['1 2:lost']],
    ['dropped by cursor', 'c0?type=widget n?', ['1 2:lost']],
    ['dropped, and then so to the end', 'c0?type=widget n? n? n?', ['1 2:lost 3 4'], { rows: 90 }],
    ['dropped in the middle of the way', 'p1?per_page=5 p2?per_page=5 p3?', ['1 2 3:lost']],
    ['dropped at the start, which is another list', 'p1?type=widget p1? p2?', ['1', '2 3']],
    [
      'dropped by one of two, who were at it before',
      'A.p1?type=widget B.p1? A.n?type=widget B.n?',
      ['1 3', '2 4'],
    ],
    ['added by page', 'p1? p2?type=widget', ['1 2:altered']],
    ['added by cursor', 'c0? n?type=widget', ['1 2:altered']],
    ['changed by cursor', 'c0?type=widget n?type=whatsapp', ['1 2:altered']],
    ['of another size by cursor', 'c0?type=widget n?type=widget&per_page=5', ['1 2:altered']],
    ['of another size by page', 'p1?per_page=10 p2?per_page=20', ['1 2:altered']],
    [
      'of another size and back',
      'p1?per_page=10 p2?per_page=20 p3?per_page=10',
      ['1 2:altered 3:altered'],
    ],
    [
      'of another size from the start, which is another walk',
      'p1?per_page=10 p1?per_page=20 p2?per_page=20',
      ['1', '2 3'],
    ],
    ['that are the default, spelt out', 'p1 p2?per_page=15 p3', ['1 2 3']],
    ['that mean nothing', 'p1 p2?colour=red p3', ['1 2 3']],
  ])
})

describe('a cursor', () => {
  testWalks([
    ['that is made up', 'c0 -?cursor=made-up n', ['1 2:unknown 3']],
    ['that is made up at the start', '-?cursor=made-up', ['1:unknown']],
    [
      'that is made up after the end, which begins anew',
      'c0 c1 c2 -?cursor=made-up',
      ['1 2 3', '4:unknown'],
    ],
    ['of another token', '1.c0 1.c1 2.c1', ['1 2', '3:foreign']],
    [
      'of another token on the way',
      `1.c0 1.c1 2.c0?per_page=14 2.-?per_page=14&cursor=${cursorAt(31)}`,
      ['1 2', '3 4:foreign'],
    ],
    ['that both tokens were given', '1.c0 2.c0 2.c1 1.c1', ['1 4', '2 3']],
    ['of the way back', 'c0 n n v -?cursor=made-up', ['1 2 3 4:previous 5:unknown']],
    ['that is a word for nothing, before the end', 'c0 -?cursor=null', ['1 2:unknown']],
    ['that is a word for nothing, at the start', '-?cursor=undefined', ['1:unknown']],
    ['that is a word for nothing, after the end', 'c0 n n -?cursor=None', ['1 2 3 4:beyond']],
    [
      'that is a word for nothing, after the end, round by round',
      'c0 n n -?cursor=null n n -?cursor=null n n',
      ['1 2 3 4:beyond 5 6 7:beyond 8 9'],
    ],
    ['that is made up, and failed', '-!500?cursor=made-up -?cursor=made-up', ['1:unknown 2:retry']],
  ])

  test('is looked for among those of the same token and the same name', () => {
    expect(walksIn('1.c0 2.c0#x 2.c1#x 1.c1').map(spell)).toEqual(['1 4', '2 3'])
  })
})
