import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../src/judge/schemas.ts'
import { escapeData, escapeProperty, formatGithub } from '../../src/reports/github.ts'
import {
  hostileTexts,
  makeEvidence,
  makeFinding,
  makeHostile,
  makeJudgement,
  makeReport,
  sample,
} from './sample.ts'

test('has an annotation for each rule, and the result as a line of the log', () => {
  expect(formatGithub(sample).output).toMatchInlineSnapshot(`
    "::error title=conversations-mock%3A filters-lost::Page 2 was asked without type=widget, which page 1 had.%0ARequest: GET /api/user/conversations?page=2 → 200, 15 rows%0AWhy: Page 2 of all rows is not page 2 of the filtered ones.%0ADo instead: Repeat every filter with every page.
    ::warning title=conversations-mock%3A page-beyond-last::Page 4 was asked though page 3 said that it is the last.%0ARequest: GET /api/user/conversations?page=4 → 200, 0 rows%0AWhy: It costs a request and brings nothing.%0ADo instead: Stop when next_page_url is null.
    1 error, 1 warning in 3 walks (14 requests); 1 silenced"
  `)
})

test('has a page for the summary of the job', () => {
  expect(formatGithub(sample).summary).toMatchInlineSnapshot(`
    "### conversations-mock: 1 error, 1 warning in 3 walks (14 requests); 1 silenced

    | | rule | seen | do instead |
    | --- | --- | --- | --- |
    | error | filters-lost | Page 2 was asked without type&#61;widget, which page 1 had. | Repeat every filter with every page. |
    | warning | page-beyond-last | Page 4 was asked though page 3 said that it is the last. | Stop when next&#95;page&#95;url is null. |

    <details><summary>Requests and walks</summary>

    \`\`\`text
    1 error, 1 warning in 3 walks (14 requests); 1 silenced

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

    silenced never-paged: the widget shows five rows
    \`\`\`

    </details>"
  `)
})

test('is one line, and the same heading, when there are no findings', () => {
  expect(formatGithub(makeJudgement())).toEqual({
    output: 'no findings in 3 walks (14 requests)',
    summary: '### conversations-mock: no findings in 3 walks (14 requests)',
  })
})

test.each([
  ['error', '::error title='],
  ['warning', '::warning title='],
  ['note', '::notice title='],
] as const)('a finding that is an %s begins with %s', (severity, start) => {
  const { output } = formatGithub(
    makeJudgement({ report: makeReport([makeFinding({ severity })]) }),
  )
  expect(output.startsWith(start)).toBe(true)
})

test('findings of one rule share an annotation, since GitHub shows ten', () => {
  const report = makeReport(Array.from({ length: 12 }, () => makeFinding()))
  const { output, summary } = formatGithub(makeJudgement({ report }))
  expect(output.match(/^::error/gm)).toHaveLength(1)
  expect(output).toContain('%0A(this happened 11 more times)%0A')
  expect(summary).toContain('(this happened 11 more times) |')
})

const outputOf = (evidence: Evidence[]) =>
  formatGithub(makeJudgement({ report: makeReport([makeFinding({ evidence })]) })).output

test('shows the first request that is evidence, if there is one', () => {
  const two = [makeEvidence({ query: 'page=2' }, 'no type'), makeEvidence({ query: 'page=3' })]
  expect(outputOf(two)).toContain(
    '%0ARequest: GET /api/user/conversations?page=2 → 200, 15 rows%0AWhy: ',
  )
  expect(outputOf(two)).not.toContain('page=3')
  expect(outputOf([])).not.toContain('Request: ')
})

test('leaves out a request that only explains the mistake', () => {
  const output = outputOf([
    makeEvidence({ query: 'page=1' }, 'with type', false),
    makeEvidence({ query: 'page=2' }, 'no type'),
  ])
  expect(output).toContain('page=2')
  expect(output).not.toContain('page=1')
})

test.each([
  ['100% sure', '100%25 sure', '100%25 sure'],
  ['a\r\nb', 'a%0D%0Ab', 'a%0D%0Ab'],
  ['%0A', '%250A', '%250A'],
  ['a:b,c', 'a:b,c', 'a%3Ab%2Cc'],
])('%j is %s as data and %s as a property', (text, data, property) => {
  expect([escapeData(text), escapeProperty(text)]).toEqual([data, property])
})

describe.each(hostileTexts)('whatever a client sent: %s', (_title, hostile) => {
  const { output, summary } = formatGithub(makeHostile(hostile))

  test('there is one command, with one title', () => {
    const lines = output.split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^::error title=conversations-mock%3A filters-lost::[^\p{Cc}]*$/u)
    expect(lines.filter((line) => /^\s*(::|##\[)/.test(line))).toHaveLength(1)
  })

  test('the table has its row and the details their end', () => {
    const lines = summary.split('\n')
    const row = lines[4] ?? ''
    expect(row.split('|')).toHaveLength(6)
    expect(row).not.toMatch(/[<>`*_[\]\\]/)
    const fences = lines.filter((line) => line.startsWith('```'))
    expect(fences).toEqual([expect.stringMatching(/^`+text$/), fences[0]?.replace('text', '')])
    const longest = Math.max(
      0,
      ...(summary.replaceAll(/^`{3,}(text)?$/gm, '').match(/`+/g) ?? []).map(
        ({ length }) => length,
      ),
    )
    expect(fences[1]?.length).toBeGreaterThan(longest)
    expect(lines.slice(-3)).toEqual([fences[1], '', '</details>'])
  })
})

test('the summary stays below what GitHub takes', () => {
  const [finding = makeFinding()] = makeHostile('`'.repeat(100_000)).report.findings
  const findings = Array.from({ length: 30 }, (_, index) => ({ ...finding, rule: `rule-${index}` }))
  const { summary } = formatGithub(
    makeJudgement({ report: makeReport(findings), url: 'http://localhost:4080' }),
  )
  expect(Buffer.byteLength(summary)).toBeGreaterThan(200_000)
  expect(Buffer.byteLength(summary)).toBeLessThan(1_000_000)
})
