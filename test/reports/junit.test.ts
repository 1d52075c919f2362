import { describe, expect, test } from 'vitest'
import { formatJunit } from '../../src/reports/junit.ts'
import {
  hostileTexts,
  makeFinding,
  makeHostile,
  makeJudgement,
  makeReport,
  makeStep,
  makeWalk,
  sample,
} from './sample.ts'
import { parseXml, type XmlElement } from './xml.ts'

const casesOf = (xml: string): XmlElement[] => parseXml(xml).children[0]?.children ?? []

test('has a test case for each walk and for each silenced finding', () => {
  expect(formatJunit(sample)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="conversations-mock" tests="4" failures="2" errors="0" skipped="1" time="3.750">
      <testsuite name="conversations-mock" tests="4" failures="2" errors="0" skipped="1" time="3.750">
        <testcase name="walk #11 &quot;nightly sync&quot; (nicecall, by page, type=widget)" classname="conversations-mock" time="1.250">
          <failure message="Page 2 was asked without type=widget, which page 1 had." type="filters-lost">error filters-lost: Page 2 was asked without type=widget, which page 1 had.
      why: Page 2 of all rows is not page 2 of the filtered ones.
      do instead: Repeat every filter with every page.
      more: http://localhost:4080/docs/rules#filters-lost
      #12 GET /api/user/conversations?page=2 → 200, 15 rows: no type
          curl -g -H &quot;Authorization: Bearer $TOKEN&quot; &apos;http://localhost:4080/api/user/conversations?page=2&apos;</failure>
          <system-out>walk #11 &quot;nightly sync&quot; (nicecall, by page, type=widget): truncated, 15 rows, 15 of 30 missed (id number 16, …), 2 twice (id a, b)</system-out>
        </testcase>
        <testcase name="walk #17 (nicecall, by page)" classname="conversations-mock" time="1.250">
          <failure message="Page 4 was asked though page 3 said that it is the last." type="page-beyond-last">warning page-beyond-last: Page 4 was asked though page 3 said that it is the last.
      why: It costs a request and brings nothing.
      do instead: Stop when next_page_url is null.
      more: http://localhost:4080/docs/rules#page-beyond-last
      #20 GET /api/user/conversations?page=4 → 200, 0 rows
          curl -g -H &quot;Authorization: Bearer $TOKEN&quot; &apos;http://localhost:4080/api/user/conversations?page=4&apos;</failure>
          <system-out>walk #17 (nicecall, by page): complete, 30 rows</system-out>
        </testcase>
        <testcase name="walk #30 (nicecall, by page)" classname="conversations-mock" time="1.250">
          <system-out>walk #30 (nicecall, by page): single page, 15 rows</system-out>
        </testcase>
        <testcase name="silenced: never-paged (walk #30)" classname="conversations-mock" time="0.000">
          <skipped message="the widget shows five rows"/>
        </testcase>
      </testsuite>
    </testsuites>"
  `)
})

describe('a walk', () => {
  const findings = [
    makeFinding(),
    makeFinding({ rule: 'tiny-pages', severity: 'note', message: 'Small.' }),
  ]

  test('fails with all findings of the level in one element, and has lesser ones as output', () => {
    const report = makeReport([...findings, makeFinding({ id: 'again', message: 'And again.' })])
    const [walk] = casesOf(formatJunit(makeJudgement({ report, walks: [makeWalk()] })))
    expect(walk?.children.map(({ name }) => name)).toEqual(['failure', 'system-out'])
    expect(walk?.children[0]?.attributes).toEqual({
      message: 'Page 2 was asked without type=widget, which page 1 had. (and 1 more)',
      type: 'filters-lost',
    })
    expect(walk?.children[0]?.text).toContain('error filters-lost: And again.')
    expect(walk?.children[1]?.text).toContain('note tiny-pages: Small.')
  })

  test('passes when the level is above what it did', () => {
    const report = makeReport(findings.slice(1))
    const [walk] = casesOf(formatJunit(makeJudgement({ report, walks: [makeWalk()] })))
    expect(walk?.children.map(({ name }) => name)).toEqual(['system-out'])
  })

  test('fails also for what an earlier walk of its token did in the same words', () => {
    const walks = [
      makeWalk({ id: 40, findings: ['filters-lost'] }),
      makeWalk({ id: 50, token: 2, findings: ['filters-lost'] }),
      makeWalk(),
    ]
    const cases = casesOf(
      formatJunit(makeJudgement({ report: makeReport([makeFinding()]), walks })),
    )
    expect(
      cases.map(({ attributes, children }) => [attributes['name']?.slice(0, 8), children[0]?.name]),
    ).toEqual([
      ['walk #11', 'failure'],
      ['walk #40', 'failure'],
      ['walk #50', 'system-out'],
    ])
  })

  test('takes the time between its first and its last request', () => {
    const [walk] = casesOf(formatJunit(makeJudgement({ walks: [makeWalk()] })))
    expect(walk?.attributes['time']).toBe('1.250')
  })

  test('is a case also when the list of walks does not have it', () => {
    const [walk] = casesOf(formatJunit(makeJudgement({ report: makeReport([makeFinding()]) })))
    expect(walk?.attributes['name']).toBe('walk #11')
    expect(walk?.children.map(({ name }) => name)).toEqual(['failure'])
  })
})

test.each([
  ['no findings: no list was requested', makeReport([], { requests: 0, walks: 0 })],
  [
    'nothing was judged, because judging is turned off (by --no-judge or --journal 0)',
    makeReport([], { judged: false }),
  ],
])('is a skipped case when %s', (message, report) => {
  const [only, ...others] = casesOf(formatJunit(makeJudgement({ report })))
  expect(others).toEqual([])
  expect(only?.children.map(({ name, attributes }) => [name, attributes])).toEqual([
    ['skipped', { message }],
  ])
})

test('says of a walk that was refused what it was refused with', () => {
  const walks = [makeWalk({ verdict: 'truncated', steps: [makeStep({ status: 422, rows: null })] })]
  const [walk] = casesOf(formatJunit(makeJudgement({ walks })))
  expect(walk?.children.map(({ name, text }) => [name, text])).toEqual([
    ['system-out', 'walk #11 (nicecall, by page, type=widget): refused with 422'],
  ])
})

test('counts what it holds', () => {
  const root = parseXml(formatJunit(sample))
  const counts = { tests: '4', failures: '2', errors: '0', skipped: '1', time: '3.750' }
  expect([root.attributes, root.children[0]?.attributes]).toMatchObject([counts, counts])
})

test.each(hostileTexts)('is XML whatever a client sent: %s', (_title, hostile) => {
  const cases = casesOf(formatJunit(makeHostile(hostile)))
  expect(cases.map(({ children }) => children.map(({ name }) => name))).toEqual([
    ['failure', 'system-out'],
    ['skipped'],
  ])
})

test('what a reader sees is what a client sent', () => {
  const text = `]]> <b a="c">&amp; 'd' naïve 👩`
  const [walk, silenced] = casesOf(formatJunit(makeHostile(text)))
  expect(walk?.children[0]?.attributes['message']).toBe(text)
  expect(walk?.children[0]?.text).toContain(`error filters-lost: ${text}\n  why: ${text}\n`)
  expect(silenced?.children[0]?.attributes['message']).toBe(text)
})
