import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Walk } from '../../src/judge/walk-schemas.ts'
import type { Judgement } from '../../src/reports/judgement.ts'
import { formatText } from '../../src/reports/text.ts'
import {
  hostileTexts,
  makeEvidence,
  makeFinding,
  makeHostile,
  makeJudgement,
  makeReport,
  makeStep,
  makeWalk,
  sample,
} from './sample.ts'

test('says what was seen, why it matters, what to do instead, and which requests show it', () => {
  expect(formatText(sample)).toMatchInlineSnapshot(`
    "1 error, 1 warning in 3 walks (14 requests); 1 silenced

    error filters-lost: Page 2 was asked without type=widget, which page 1 had.
      why: Page 2 of all rows is not page 2 of the filtered ones.
      do instead: Repeat every filter with every page.
      more: http://localhost:4080/docs/rules#filters-lost
      #12 GET /api/user/conversations?page=2 → 200, 15 rows: no type
          curl -g -H "Authorization: Bearer $TOKEN" 'http://localhost:4080/api/user/conversations?page=2'

    warning page-beyond-last: Page 4 was asked though page 3 said that it is the last.
      why: It costs a request and brings nothing.
      do instead: Stop when next_page_url is null.
      more: http://localhost:4080/docs/rules#page-beyond-last
      #20 GET /api/user/conversations?page=4 → 200, 0 rows
          curl -g -H "Authorization: Bearer $TOKEN" 'http://localhost:4080/api/user/conversations?page=4'

    walk #11 "nightly sync" (nicecall, by page, type=widget): truncated, 15 rows, 15 of 30 missed (id number 16, …), 2 twice (id a, b)

    silenced never-paged: the widget shows five rows"
  `)
})

test('has neither curl lines nor links when the mock is gone', () => {
  const text = formatText({ ...sample, url: undefined })
  expect(text).toContain('#12 GET /api/user/conversations?page=2 → 200, 15 rows: no type')
  expect(text).not.toMatch(/curl|localhost/)
})

describe('the headline', () => {
  const note = makeFinding({ severity: 'note' })
  test.each<[string, Partial<Judgement>]>([
    ['no findings in 3 walks (14 requests)', {}],
    ['no findings in 1 walk (1 request)', { report: makeReport([], { walks: 1, requests: 1 }) }],
    ['no findings: no list was requested', { report: makeReport([], { walks: 0, requests: 0 }) }],
    ['1 error in 3 walks (14 requests)', { report: makeReport([makeFinding()]) }],
    [
      '2 errors, 1 note in 3 walks (14 requests)',
      { report: makeReport([makeFinding(), makeFinding(), note]) },
    ],
    ['1 note in 3 walks (14 requests); none is a warning or worse', { report: makeReport([note]) }],
    [
      '1 note in 3 walks (14 requests); none is an error',
      { report: makeReport([note]), level: 'error' },
    ],
    ['1 note in 3 walks (14 requests)', { report: makeReport([note]), level: 'note' }],
    [
      'no findings in 3 walks (14 requests); 1 silenced',
      { report: makeReport([makeFinding({ silenced: 'known' })]) },
    ],
    [
      'nothing was judged, because judging is turned off (by --no-judge or --journal 0)',
      { report: makeReport([], { judged: false }) },
    ],
  ])('%s', (expected, fields) => {
    expect(formatText(makeJudgement(fields)).split('\n')[0]).toBe(expected)
  })
})

test('is one line when there is nothing to tell', () => {
  expect(
    formatText(makeJudgement({ walks: [makeWalk(), makeWalk({ verdict: 'single_page' })] })),
  ).toBe('no findings in 3 walks (14 requests)')
})

test('tells three findings of a rule and counts the others', () => {
  const findings = Array.from({ length: 40 }, (_, index) =>
    makeFinding({ message: `Seen ${index}.` }),
  )
  const text = formatText(makeJudgement({ report: makeReport(findings) }))
  expect(text.match(/Seen \d+/g)).toEqual(['Seen 0', 'Seen 1', 'Seen 2'])
  expect(text.match(/why:/g)).toHaveLength(1)
  expect(text).toContain('\n  this happened 37 more times')
})

test('tells of the gravest rule first, whatever the order of the report', () => {
  const findings = (['note', 'error', 'warning'] as const).map((severity) =>
    makeFinding({ severity, rule: `rule-${severity}` }),
  )
  const text = formatText(makeJudgement({ report: makeReport(findings) }))
  expect(text.match(/^\w+ rule-\w+/gm)).toEqual([
    'error rule-error',
    'warning rule-warning',
    'note rule-note',
  ])
})

test('counts no request as shown that only explains the mistake', () => {
  const evidence = [
    makeEvidence({ query: 'page=1' }, 'with type', false),
    makeEvidence({ query: 'page=2' }, 'no type'),
  ]
  const textOf = (count: number) =>
    formatText(makeJudgement({ report: makeReport([makeFinding({ count, evidence })]) }))
  expect(textOf(2)).toMatch(/^  and 1 more request$/m)
  expect(textOf(1)).not.toContain('more request')
})

test('counts the requests that it does not show', () => {
  expect(formatText(makeJudgement({ report: makeReport([makeFinding({ count: 9 })]) }))).toContain(
    '  and 8 more requests',
  )
})

test.each([
  [
    'a request that was cut off',
    makeEvidence({ status: null, rows: null, query: '' }),
    '#12 GET /api/user/conversations → cut off',
  ],
  ['one row', makeEvidence({ rows: 1 }), '#12 GET /api/user/conversations?page=2 → 200, 1 row'],
  [
    'a fault',
    makeEvidence({ status: 429, rows: null, faults: ['rate_limit'] }),
    '→ 429, fault rate_limit',
  ],
])('describes %s', (_title, evidence, expected) => {
  expect(
    formatText(
      makeJudgement({ report: makeReport([makeFinding({ evidence: [evidence] })]) }),
    ).split('\n'),
  ).toContainEqual(expect.stringMatching(new RegExp(`${expected.replace(/[?.]/g, '\\$&')}$`)))
})

test('tells twenty walks that went wrong and counts the others', () => {
  const walks = Array.from({ length: 25 }, (_, index) =>
    makeWalk({ id: index + 1, verdict: 'endless', rows: null }),
  )
  const text = formatText(makeJudgement({ walks }))
  expect(text.match(/^walk #/gm)).toHaveLength(20)
  expect(text).toContain('walk #1 (nicecall, by page, type=widget): endless, 30 rows')
  expect(text).toContain('and 5 more walks that did not bring each row once')
})

const title = 'walk #11 (nicecall, by page, type=widget)'
const refused = makeStep({ status: 422, rows: null })

test.each<[string, Partial<Walk>, string]>([
  ['missed nothing', { verdict: 'endless' }, 'endless, 30 rows'],
  ['brought one row', { verdict: 'open', distinct: 1 }, 'open, 1 row'],
  [
    'missed rows',
    { verdict: 'truncated', distinct: 20, rows: 95, missed: 75 },
    'truncated, 20 rows, 75 of 95 missed',
  ],
  [
    'missed rows of nobody knows how many',
    { verdict: 'truncated', rows: null, missed: 2 },
    'truncated, 30 rows, 2 missed',
  ],
  [
    'was refused',
    { steps: [makeStep({ status: 401, rows: null }), refused], findings: ['x'] },
    'refused with 422',
  ],
  [
    'was cut off',
    { steps: [makeStep({ status: null, rows: null })], findings: ['x'] },
    'nothing was served',
  ],
  [
    'was refused once',
    { verdict: 'truncated', steps: [refused, makeStep()] },
    'truncated, 30 rows',
  ],
])('tells what a walk brought that %s', (_title, fields, expected) => {
  expect(
    formatText(makeJudgement({ walks: [makeWalk(fields)] }))
      .split('\n')
      .at(-1),
  ).toBe(`${title}: ${expected}`)
})

test('does not mention a walk that was refused and broke no rule', () => {
  expect(
    formatText(
      makeJudgement({ walks: [makeWalk({ verdict: 'truncated', steps: [refused, refused] })] }),
    ),
  ).not.toContain('walk #')
})

test('gives the reason of what is silenced once, and says what the journal lost', () => {
  const findings = [1, 2, 3].map((id) => makeFinding({ id: `${id}`, silenced: 'the vendor knows' }))
  const text = formatText(makeJudgement({ report: makeReport(findings, { forgotten: 120 }) }))
  expect(text).toContain('silenced filters-lost: the vendor knows (3 findings)')
  expect(text).toContain(
    '120 older requests had been dropped from the journal and were not judged; use a larger --journal',
  )
})

test('has colours for a terminal, and the same words', () => {
  const colored = formatText(sample, { isColored: true })
  expect(colored).toContain('\u001b[31merror\u001b[39m')
  expect(stripVTControlCharacters(colored)).toBe(formatText(sample))
})

test.each(hostileTexts)('keeps its lines whatever a client sent: %s', (_title, hostile) => {
  const text = formatText(makeHostile(hostile))
  expect(text).not.toMatch(
    /[^\P{Cc}\n]|[\p{Bidi_Control}\p{Noncharacter_Code_Point}\p{Cs}\u2028\u2029]/u,
  )
  expect(text.split('\n')).toHaveLength(formatText(makeHostile('plain')).split('\n').length)
})
