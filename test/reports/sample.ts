// Reports for the tests of formats. A field that a test does not set has a plain value.

import type { Evidence, Finding, Report } from '../../src/judge/schemas.ts'
import type { Walk, WalkStep } from '../../src/judge/walk-schemas.ts'
import type { Judgement } from '../../src/reports/judgement.ts'

export function makeEvidence(
  request: Partial<Evidence['request']> = {},
  note: string | null = null,
  counted = true,
): Evidence {
  const { path = '/api/user/conversations', query = 'page=2' } = request
  return {
    request: {
      id: 12,
      time: '2025-01-25T14:30:00.000Z',
      user: 1,
      token: 1,
      edition: 'nicecall',
      method: 'GET',
      path,
      query,
      parameters: { page: '2' },
      ignored: [],
      status: 200,
      rows: 15,
      duration: 1.5,
      faults: [],
      fault_ids: [],
      preferences: null,
      correlation: null,
      dashboard: false,
      accept: 'application/json',
      curl: `curl -g -H "Authorization: Bearer $TOKEN" 'http://localhost:4080${path}?${query}'`,
      ...request,
    },
    note,
    counted,
  }
}

export function makeFinding(fields: Partial<Finding> = {}): Finding {
  return {
    id: 'filters-lost-12',
    rule: 'filters-lost',
    severity: 'error',
    message: 'Page 2 was asked without type=widget, which page 1 had.',
    why: 'Page 2 of all rows is not page 2 of the filtered ones.',
    fix: 'Repeat every filter with every page.',
    docs: '/docs/rules#filters-lost',
    user: 1,
    token: 1,
    edition: 'nicecall',
    walk: 11,
    count: 1,
    evidence: [makeEvidence({}, 'no type')],
    silenced: null,
    ...fields,
  }
}

export function makeWalk(fields: Partial<Walk> = {}): Walk {
  return {
    id: 11,
    user: 1,
    token: 1,
    edition: 'nicecall',
    name: null,
    paginator: 'page',
    filters: { type: 'widget' },
    per_page: 15,
    started_at: '2025-01-25T14:30:00.000Z',
    ended_at: '2025-01-25T14:30:01.250Z',
    verdict: 'complete',
    rows: 30,
    delivered: 30,
    distinct: 30,
    missed: 0,
    missed_rows: [],
    duplicated: 0,
    duplicated_rows: [],
    requests: 2,
    retries: 0,
    steps: [],
    excuse: null,
    findings: [],
    ...fields,
  }
}

export const makeStep = (fields: Partial<WalkStep> = {}): WalkStep => ({
  request: 12,
  page: 1,
  cursor: null,
  link: 'first',
  evidence: null,
  status: 200,
  rows: 15,
  after: 0,
  took: 1,
  retry_after: 0,
  ...fields,
})

export function makeReport(
  findings: readonly Finding[] = [],
  fields: Partial<Report> = {},
): Report {
  const countOf = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.silenced === null && finding.severity === severity).length
  const silenced = findings.filter((finding) => finding.silenced !== null).length
  const counts = {
    error: countOf('error'),
    warning: countOf('warning'),
    note: countOf('note'),
    silenced,
  }
  return {
    judged: true,
    requests: 14,
    forgotten: 0,
    walks: 3,
    counts,
    findings: [...findings],
    ...fields,
  }
}

export const makeJudgement = (fields: Partial<Judgement> = {}): Judgement => ({
  report: makeReport(),
  walks: [],
  level: 'warning',
  ...fields,
})

const endless = makeFinding({
  id: 'page-beyond-last-20',
  rule: 'page-beyond-last',
  severity: 'warning',
  message: 'Page 4 was asked though page 3 said that it is the last.',
  why: 'It costs a request and brings nothing.',
  fix: 'Stop when next_page_url is null.',
  docs: '/docs/rules#page-beyond-last',
  walk: 17,
  count: 1,
  evidence: [makeEvidence({ id: 20, query: 'page=4', rows: 0 })],
})

/** A small report with at least one entry of each kind. */
export const sample: Judgement = {
  report: makeReport([
    makeFinding(),
    endless,
    makeFinding({
      id: 'never-paged-30',
      rule: 'never-paged',
      severity: 'note',
      walk: 30,
      silenced: 'the widget shows five rows',
    }),
  ]),
  walks: [
    makeWalk({
      verdict: 'truncated',
      name: 'nightly sync',
      distinct: 15,
      delivered: 30,
      missed: 15,
      missed_rows: [{ id: 16, uuid: null }],
      duplicated: 2,
      duplicated_rows: [
        { id: 3, uuid: 'a', requests: [16, 17] },
        { id: 4, uuid: 'b', requests: [16, 17] },
      ],
    }),
    makeWalk({ id: 17, filters: {}, findings: ['page-beyond-last'] }),
    makeWalk({ id: 30, filters: {}, verdict: 'single_page', distinct: 15 }),
  ],
  level: 'warning',
  url: 'http://localhost:4080',
}

/** Texts that a format might read as its own syntax. */
export const hostileTexts: [string, string][] = [
  ['the end of CDATA', 'a ]]> b <![CDATA[ c'],
  ['markup', '</script></failure></details><b onclick="x">&amp;&#0;'],
  ['emoji', '👩‍👩‍👧 naïve 🇩🇪'],
  ['half an emoji', `cut ${'👩'.slice(0, 1)} off ${'👩'.slice(1)}`],
  ['control characters', 'nul \0 bell \u0007 escape \u001b[31m delete \u007f c1 \u009b'],
  [
    'line breaks',
    'one\r\n::error::two\n::set-output name=x::y\u2028three\u2029four\u0085five\u000bsix',
  ],
  ['escapes of commands', '%0A::error::x %25 title=a,b:c::d'],
  ['a table', 'a | b || c \\| d'],
  ['code', '`a` ```` b ```` ~~~'],
  ['Markdown', '# h * b _ i [x](javascript:alert(1)) <!-- c --> $x$ @someone #1'],
  ['marks of direction', 'user‮gnp.exe⁦'],
  ['no characters at all', '\uFFFE\uFFFF\u{1FFFE}'],
  ['quotes', `"double" 'single'`],
  ['very long', 'x'.repeat(100_000)],
]

/** A report that holds the given text wherever a client can choose a text. */
export function makeHostile(text: string): Judgement {
  const finding = makeFinding({
    message: text,
    fix: text,
    why: text,
    evidence: [makeEvidence({ path: text, query: text, curl: text }, text)],
  })
  return makeJudgement({
    report: makeReport([finding, { ...finding, id: 'b', silenced: text }]),
    walks: [makeWalk({ name: text, filters: { [text]: text }, verdict: 'truncated' })],
    url: 'http://localhost:4080',
  })
}
