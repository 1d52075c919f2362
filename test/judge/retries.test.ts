import { expect, test } from 'vitest'
import { judgeTrace, testRule } from './judging.ts'

testRule('retry-too-early', {
  breaks: [
    [
      'at once',
      'p1 p2!429@2 p2~5 p3',
      'page 2 was requested again at once after a 429 with Retry-After: 2 (seconds)',
      { count: 1 },
    ],
    [
      'in the middle of the wait',
      'p1 p2!429@2 p2~1500 p3',
      'page 2 was requested again 1.5 s after a 429 with Retry-After: 2',
    ],
    [
      'half of the wait, though the rounded reset is over by then',
      'p1 p2!429@1^0~900 p2~500 p3',
      'page 2 was requested again 500 ms after',
    ],
    ['with the first page', 'p1!429@2 p1~500 p2 p3', 'page 1 was requested again 500 ms after'],
    ['by cursor', 'c0 c1!429@2 c1~500 c2', 'was requested again 500 ms after a 429'],
    ['after a 503 that names a time', 'p1 p2!503@5 p2~100 p3', 'after a 503 with Retry-After: 5'],
    [
      'before the date',
      'p1 p2!429@d10 p2~2000 p3',
      /^page 2 was requested again 2\.0 s after a 429 with Retry-After: Sat.* GMT \(10 s later\)$/,
    ],
    [
      'after waiting for the first, not for the second',
      'p1 p2!429@1 p2!429@5~1000 p2~1000 p3',
      'was requested again 1.0 s after a 429 with Retry-After: 5',
      { count: 1 },
    ],
    [
      'again and again',
      'p1 p2!429@60 p2!429@60 p2!429@60 p2!429@60 p2~60000 p3',
      'with Retry-After: 60 (seconds)',
      { count: 3 },
    ],
    [
      'at once after an answer that was held back for longer',
      'p1 p2!429@2*3000 p2~10 p3',
      'page 2 was requested again 10 ms after',
    ],
    [
      'milliseconds taken for seconds',
      'p1 p2!429@30 p2~30 p3',
      'page 2 was requested again 30 ms after',
    ],
    [
      'some time after the rounded reset, as a note',
      'p1 p2!429@2^1~900 p2~1600 p3',
      'page 2 was requested again 1.6 s after a 429 with Retry-After: 2 (seconds): X-RateLimit-Reset had passed by then, so this is a note',
    ],
  ],
  passes: [
    ['after the wait', 'p1 p2!429@2 p2~2000 p3'],
    ['with a timer that is a little early', 'p1 p2!429@2 p2~1960 p3'],
    ['after the wait on the clock of the user', 'p1 p2!429@60 t+60 p2 p3'],
    ['after the date', 'p1 p2!429@d10 p2~10000 p3'],
    ['when the window is over by then', 'p1 p2!429@60^1 p2~2500 p3'],
    ['a failure that names no time', 'p1 p2!429 p2 p3'],
    ['a time of 0', 'p1 p2!429@0 p2 p3'],
    ['a time in words', 'p1 p2!429@soon p2 p3'],
    ['what is no whole number of seconds', 'p1 p2!429@2051-5 p2 p3'],
    [
      'the first page of a twin on the same connection',
      'A.p1 A.p1!429@2 A.p1 A.p2 A.p3 A.p1~2000 A.p2 A.p3',
    ],
    ['the first page of another client', 'A.p1!429@2 B.p1 B.p2 B.p3 A.p1~2500 A.p2 A.p3'],
    ['the page of another client', 'A.p1 B.p1 A.p2!429@2 B.p2 B.p3 A.p2~2500 A.p3'],
    ['the cursor of another client', 'A.c0 B.c0 A.c1!429@2 B.c1 B.c2 A.c1~2500 A.c2'],
    [
      'four clients, two of them refused',
      'A.p1 B.p1 C.p1 D.p1 A.p2!429@1 B.p2 C.p2!429@1 D.p2 B.p3 D.p3 A.p2~1000 C.p2~1000 A.p3 C.p3',
    ],
    ['other pages meanwhile', 'A.p1 A.p2!429@1 B.p3 A.p2~1000'],
    ['another token', '1.p1!429@5 2.p1 2.p2 2.p3 1.p1~6000 1.p2 1.p3'],
  ],
})

testRule('retry-storm', {
  breaks: [
    [
      'four times at once',
      'p1 p2!500 p2!500~1 p2!500~1 p2~1 p3',
      'page 2 was requested again 3 times after 500, with waits that are too short: 1 ms, 1 ms, 1 ms (the first 3 together are less than 49 ms, which is as good as none)',
      { count: 3 },
    ],
    [
      'refusals with failures between them',
      'p1!422?type=none p1!422?type=none p1!503?type=none p1!422?type=none p1!422?type=none p1!503?type=none p1!422?type=none',
      'page 1 was requested 5 times in a row, though each time it was refused with 422',
    ],
    [
      'four times, as fast as it answers',
      'p1!503 p1!503~1 p1!503~2 p1!503~1',
      'page 1 was requested again 3 times after 503',
    ],
    [
      'five times after the same wait',
      'p1 p2!500 p2!500~1000 p2!500~1000 p2!500~1000 p2~1000 p3',
      /with waits that do not grow: (?:100\d ms(?:, )?){4}$/,
    ],
    [
      'with a wait that wavers',
      'p1 p2!500 p2!500~1000 p2!500~1070 p2!500~930 p2~1050 p3',
      'with waits that do not grow',
    ],
    [
      'a 429 without Retry-After',
      'p1 p2!429 p2!429~100 p2!429~100 p2~100 p3',
      '3 times after 429, with waits that do not grow: 100 ms, 100 ms, 100 ms',
    ],
    [
      'connections that are cut',
      'c0 c1!cut c1!cut~50 c1!cut~50 c1~50 c2',
      '3 times after a cut connection, with waits that do not grow',
    ],
    [
      'shorter each time',
      'p1 p2!500 p2!500~400 p2!500~340 p2!500~280 p2!500~220 p2~160 p3',
      '5 times after 500, with waits that do not grow',
    ],
    [
      'waits that double, of a few milliseconds',
      'p1 p2!500 p2!500~2 p2!500~4 p2!500~8 p2~16 p3',
      '4 times after 500, with waits that are too short: 2 ms, 4 ms, 8 ms, 16 ms (the first 3 together are less than 49 ms, which is as good as none)',
    ],
    [
      'a request that is refused as it is',
      'p1!422 p1!422 p1!422 p1!422 p1!422',
      'page 1 was requested 5 times in a row, though each time it was refused with 422',
      { count: 5 },
    ],
    [
      'alike on a busy machine',
      'p1 p2!500 p2!500~134 p2!500~112 p2!500~113 p2!500~103 p2~138 p3',
      '5 times after 500, with waits that do not grow',
    ],
  ],
  passes: [
    [
      'a search that each key ends',
      'p1!hangup*9?type=api p1!hangup*9?type=test p1!hangup*9?type=api p1!hangup*9?type=test p1!hangup*9?type=api p1!hangup*9?type=test p1!hangup*9?type=api p1?type=test',
    ],
    ['three times at once', 'p1 p2!500 p2!500~1 p2~1 p3'],
    ['random waits', 'p1 p2!500 p2!500~44 p2!500~30 p2~28 p3'],
    ['many random waits', 'p1 p2!500 p2!500~30 p2!500~37 p2!500~19 p2!500~41 p2~25 p3'],
    ['waits that double', 'p1 p2!500 p2!500~100 p2!500~200 p2!500~400 p2~800 p3'],
    ['waits that grow by half', 'p1 p2!500 p2!500~100 p2!500~150 p2!500~225 p2~340 p3'],
    ['waits that grow with randomness', 'p1 p2!500 p2!500~80 p2!500~70 p2!500~350 p2~600 p3'],
    ['a filter refused four times', 'p1!422 p1!422 p1!422 p1!422'],
    ['a key refused each minute', 'p1!401 p1!401~60000 p1!401~60000 p1!401~60000 p1!401~60000'],
    ['as Retry-After told', 'p1 p2!503@1 p2!503@1~1000 p2!503@1~1000 p2!503@1~1000 p2~1000 p3'],
    [
      'four failures of four pages',
      'p1!500 p1~20 p2!500 p2~20 p3!500 p3~20 p4!500 p4~20',
      { rows: 60 },
    ],
    [
      'four clients, each with one failure',
      'A.p1!500 B.p1!500 C.p1!500 D.p1!500 A.p1 B.p1 C.p1 D.p1 A.p2 B.p2 C.p2 D.p2 A.p3 B.p3 C.p3 D.p3',
    ],
    ['the first page four times with success', 'p1~2000 p1~2000 p1~2000 p1~2000'],
    ['the key refused four times', 'p1!401 p1!401 p1!401 p1!401'],
  ],
})

/** The first page as development builds of some frameworks fetch it. */
const TWICE = 'A.p1*20 B.p1&1*20'
const TWO = { rows: 30 }

testRule('no-retry', {
  breaks: [
    [
      'the end of the walk',
      'p1 p2!429@1',
      'page 2 was answered 429 with Retry-After: 1 (second), and never requested again',
      { count: 1 },
    ],
    ['the first page', 'p1!429@1', 'page 1 was answered 429'],
    ['by cursor', 'c0 c1!429@2', 'was answered 429 with Retry-After: 2'],
    ['a page left out', 'p1 p2!429@1 p3~1000', 'page 2 was answered 429'],
    ['a server error in the middle', 'p1 p2!500', 'page 2 was answered 500, and never requested'],
    [
      'a server error that names a time',
      'p1 p2!503@5',
      'answered 503 with Retry-After: 5 (seconds), and',
    ],
    [
      'a page left out after a server error',
      'p1 p2!500 p3',
      'page 2 was answered 500, and never requested again, though other pages were',
    ],
    ['a cut connection', 'c0 c1!cut', 'was cut off, and never requested again'],
    [
      'a hang-up',
      'p1 p2!hangup*50',
      'the client hung up on page 2 after 51 ms, and never requested it again',
    ],
    [
      'quick attempts, and other pages then',
      'p1 p2!503 p2!503~1 p2!503~1 p3',
      'page 2 was answered 503, 3 times within a second, and never requested again, though other pages were',
      { count: 3 },
    ],
    ['with a date', 'p1 p2!429@d10', 'GMT (10 s later), and never requested again'],
    [
      'a hang-up, and other pages then',
      'p1 p2!hangup*500 p3',
      'the client hung up on page 2 after 501 ms, and never requested it again, though it requested other pages',
    ],
    [
      'hang-ups after retries',
      'p1 p2!hangup*50 p2!hangup*50~500 p2!hangup*50~1000',
      'after 3 attempts, the last of which it hung up on: the rows from there on are missing',
    ],
    [
      'a server error after retries',
      'p1 p2!500 p2!500~500 p2!500~1000',
      'the client gave up page 2 after 3 attempts, the last of which was answered 500: the rows from there on are missing',
      { count: 3 },
    ],
    [
      'from the start again',
      'p1 p2!429@1 p1~1000 p2 p3',
      'page 2 was answered 429, and the client began again at the first page instead of requesting the same page again',
      { count: 1 },
    ],
    [
      'another list instead',
      'p1 p2!429@1 p1?type=widget p2?type=widget',
      'page 2 was answered 429',
    ],
    [
      'a hang-up after another client had read another list',
      'B.p1?type=api A.p1 A.p2 A.p3!hangup*500',
      'the client hung up on page 3',
      { rows: 60 },
    ],
    [
      'of one client beside one that began at once, and got a further page as well',
      `${TWICE} A.p2 B.p2 A.p3!503 B.p3`,
      'page 3 was answered 503, and never requested again',
    ],
  ],
  passes: [
    [
      'over the other connection of a first page twice at once',
      `${TWICE} A.p2!503~300 B.p2~400`,
      TWO,
    ],
    [
      'over both connections of a first page twice at once',
      `${TWICE} B.p2!503~800 A.p2!503~1000 B.p2~400`,
      TWO,
    ],
    [
      'where one of two first pages at once had to be repeated',
      `C.p ${TWICE}!503 B.p1~400 A.p2!503~600 B.p2~400`,
      TWO,
    ],
    ['after the wait', 'p1 p2!429@1 p2~1000 p3'],
    ['a second request that had come too late', 'A.p1 A.p2*100 B.p2!hangup*95 A.p3'],
    ['a hang-up for another list', 'p1 p2!hangup*20 p1?type=widget'],
    ['slow attempts that it gives up', 'p1 p2!503 p2!503~500 p2!503~1500 p3', { rows: 45 }],
    ['while it may go on', 'p1 p2!429@1', { isLive: true }],
    ['a failure that names no time', 'p1 p2!429'],
    ['a server error of the first page', 'p1!500'],
    ['from the start again, much later', 'p1 p2!500 p1~70000 p2 p3'],
    ['on another connection', 'A.p1 A.p2!429@1 B.p2~1500 B.p3'],
    ['without a key, because a later request may be the retry', '0.p2!429@1'],
    ['one refused of two alike', 'A.p1 B.p1 A.p2!429@1 B.p2 A.p2~1500 A.p3 B.p3'],
  ],
})

testRule('rate-limit-ignored', {
  breaks: [
    [
      'several in a row',
      'p1%0 p2!429@1%0 p3!429@1%0 p2~1000 p3~1000',
      '2 requests were sent, and refused, although the answer before was a 429 or said X-RateLimit-Remaining: 0',
      { count: 2 },
    ],
    [
      'all pages after a refusal',
      'p1 p2 p3!429@1 p4!429@1 p5!429@1 p6!429@1',
      '3 requests were sent, and refused, although the answer before was a 429',
      { rows: 90, count: 3 },
    ],
  ],
  passes: [
    ['once', 'p1%0 p2!429@30%0 p2~30000 p3'],
    ['who waits as told each time', 'p1%0 p2!429@30%0 p2~30000%0 p3!429@30%0 p3~30000'],
    ['after the wait', 'p1%0 p2~60000%0 p3~60000'],
    ['something remaining', 'p1%1 p2!429@1%0 p2~1000%1 p3!429@1%0 p3~1000'],
    ['no word of limits', 'p1 p2!429@1 p2~1000 p3!429@1 p3~1000'],
    [
      'sent before the answer was there',
      'A.p1%0*400 B.p2!429@1%0 C.p3!429@1%0 B.p2~1000 C.p3~1000',
    ],
    [
      'clients that cannot know of each other',
      'A.p1%0 B.p1!429@1%0 C.p1!429@1%0 B.p1~1000 C.p1~1000 A.p2 B.p2 C.p2 A.p3 B.p3 C.p3',
    ],
    ['retries', 'p1%0 p2!429@1%0 p2!429@2%0~1000 p2!429@4%0~2000 p2~4000 p3'],
    ['the last one that was allowed', 'p1 p2 p3%0'],
  ],
})

test('says that a client began again, and failed at the same page', () => {
  expect(judgeTrace('p1 p2 p3!429@1 p1 p2 p3!429@1').map(({ message }) => message)).toEqual([
    'page 3 was answered 429 with Retry-After: 1 (second), and the client began again at the first page',
    'page 3 was answered 429 with Retry-After: 1 (second), and never requested again',
  ])
})

test.each([
  ['p1 p2 p3!503 p1?per_page=25 p2?per_page=25 p3?per_page=25', 'note', 'with per_page=25 instead'],
  [
    'p1 p2 p3!503 p1?per_page=10 p2!503?per_page=10 p1?per_page=25 p2?per_page=25 p3?per_page=25',
    'note',
    'with per_page=10 instead',
  ],
  ['p1 p2 p3!503 p1?per_page=25 p2?per_page=25', 'warning', 'and never requested again'],
  ['p1 p2 p3!503 p1 p4 p5', 'warning', 'other pages were: the first page came in its place'],
])('after a failure, %s is a %s', (notation, severity, words) => {
  const found = judgeTrace(notation, { rows: 75 }).find(({ rule }) => rule.id === 'no-retry')
  expect([found?.severity, found?.message]).toEqual([severity, expect.stringContaining(words)])
})
