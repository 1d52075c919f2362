import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { readVersion } from '../../src/system/assets.ts'
import { formatSarif } from '../../src/reports/sarif.ts'
import {
  hostileTexts,
  makeEvidence,
  makeFinding,
  makeHostile,
  makeJudgement,
  makeReport,
  makeWalk,
  sample,
} from './sample.ts'

const Text = z.strictObject({ text: z.string().min(1) })
const Level = z.enum(['error', 'warning', 'note'])
const UriReference = z.string().regex(/^(?![/\\])(?:[\w\-.~:/?@!$&'()*+,;=]|%[\dA-F]{2})*$/i)
const Location = z.strictObject({
  message: Text.optional(),
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: UriReference }),
    region: z.strictObject({ startLine: z.int().min(1) }),
  }),
  logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string(), kind: z.string() })),
})

/**
 * The part of the SARIF schema that the reports use. Like the standard, it forbids other members.
 */
const Sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          version: z.string().min(1),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1),
              shortDescription: Text,
              fullDescription: Text,
              help: Text,
              helpUri: z.url().optional(),
              defaultConfiguration: z.strictObject({ level: Level }),
            }),
          ),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      invocations: z.array(z.strictObject({ executionSuccessful: z.boolean() })),
      results: z.array(
        z.strictObject({
          ruleId: z.string().min(1),
          ruleIndex: z.int().nonnegative(),
          level: Level,
          message: Text,
          occurrenceCount: z.int().min(1),
          locations: z.array(Location).max(1),
          relatedLocations: z.array(Location),
          partialFingerprints: z.record(z.string(), z.string()),
          suppressions: z.array(
            z.strictObject({
              kind: z.literal('external'),
              status: z.literal('accepted'),
              justification: z.string(),
            }),
          ),
        }),
      ),
    }),
  ]),
})

const parse = (text: string) => Sarif.parse(JSON.parse(text)).runs[0]

test('has a rule and a result for a finding', () => {
  const judgement = makeJudgement({
    report: makeReport([makeFinding()]),
    walks: [makeWalk()],
    url: 'http://localhost:4080',
  })
  expect(formatSarif(judgement).replace(readVersion(), 'x.y.z')).toMatchInlineSnapshot(`
    "{
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "conversations-mock",
              "version": "x.y.z",
              "rules": [
                {
                  "id": "filters-lost",
                  "shortDescription": {
                    "text": "Page 2 of all rows is not page 2 of the filtered ones."
                  },
                  "fullDescription": {
                    "text": "Page 2 of all rows is not page 2 of the filtered ones."
                  },
                  "help": {
                    "text": "Repeat every filter with every page."
                  },
                  "defaultConfiguration": {
                    "level": "error"
                  }
                }
              ]
            }
          },
          "columnKind": "utf16CodeUnits",
          "invocations": [
            {
              "executionSuccessful": true
            }
          ],
          "results": [
            {
              "ruleId": "filters-lost",
              "ruleIndex": 0,
              "level": "error",
              "message": {
                "text": "Page 2 was asked without type=widget, which page 1 had. Do instead: Repeat every filter with every page."
              },
              "occurrenceCount": 1,
              "locations": [
                {
                  "message": {
                    "text": "no type"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "api/user/conversations?page=2"
                    },
                    "region": {
                      "startLine": 1
                    }
                  },
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "GET /api/user/conversations?page=2",
                      "kind": "resource"
                    }
                  ]
                }
              ],
              "relatedLocations": [],
              "partialFingerprints": {
                "primaryLocationLineHash": "6e9b8671ff1681af:1"
              },
              "suppressions": []
            }
          ]
        }
      ]
    }"
  `)
})

test.each([
  ['http://localhost:4080', undefined],
  ['http://127.0.0.1:4080', undefined],
  ['http://[::1]:4080', undefined],
  ['http://mock.test:4080', 'http://mock.test:4080/docs/rules#filters-lost'],
])('links from %s to %s', (url, expected) => {
  const { tool } = parse(formatSarif(makeJudgement({ report: makeReport([makeFinding()]), url })))
  expect(tool.driver.rules.map(({ helpUri }) => helpUri)).toEqual([expected])
})

test('ends the message with a full stop before what to do', () => {
  const { results } = parse(
    formatSarif(
      makeJudgement({
        report: makeReport([makeFinding({ message: 'page 2 was asked', fix: 'Stop.' })]),
      }),
    ),
  )
  expect(results[0]?.message.text).toBe('page 2 was asked. Do instead: Stop.')
})

test('names each rule once, by its place', () => {
  const { tool, results } = parse(
    formatSarif({ ...sample, report: makeReport([...sample.report.findings, makeFinding()]) }),
  )
  expect(tool.driver.rules.map(({ id }) => id)).toEqual([
    'filters-lost',
    'page-beyond-last',
    'never-paged',
  ])
  expect(results.map(({ ruleId, ruleIndex }) => [ruleId, ruleIndex])).toEqual([
    ['filters-lost', 0],
    ['page-beyond-last', 1],
    ['never-paged', 2],
    ['filters-lost', 0],
  ])
})

test('suppresses what is silenced, with the reason', () => {
  const { results } = parse(formatSarif(sample))
  expect(results.map(({ suppressions }) => suppressions)).toEqual([
    [],
    [],
    [{ kind: 'external', status: 'accepted', justification: 'the widget shows five rows' }],
  ])
})

test.each([
  ['page=2', 'api/user/conversations?page=2'],
  ['', 'api/user/conversations'],
  ['filter[a]=%zz&b="<>"', 'api/user/conversations?filter%5Ba%5D=%25zz&b=%22%3C%3E%22'],
  ['a=%C3%A9+b', 'api/user/conversations?a=%C3%A9+b'],
])('the place of a request with the query %j is %s', (query, uri) => {
  const report = makeReport([makeFinding({ evidence: [makeEvidence({ query })] })])
  const [location] = parse(formatSarif(makeJudgement({ report }))).results[0]?.locations ?? []
  expect(location?.physicalLocation.artifactLocation.uri).toBe(uri)
})

test('the first request is the place, the others belong to it', () => {
  const evidence = [
    makeEvidence({ query: 'page=2' }),
    makeEvidence({ query: 'page=3' }),
    makeEvidence({ query: 'page=4' }),
  ]
  const [result] = parse(
    formatSarif(makeJudgement({ report: makeReport([makeFinding({ evidence })]) })),
  ).results
  expect(result?.locations).toHaveLength(1)
  expect(result?.relatedLocations).toHaveLength(2)
})

test('the place is the first request that shows the mistake', () => {
  const evidence = [
    makeEvidence({ query: 'page=1' }, 'with type', false),
    makeEvidence({ query: 'page=2' }, 'no type'),
  ]
  const [result] = parse(
    formatSarif(makeJudgement({ report: makeReport([makeFinding({ evidence })]) })),
  ).results
  expect(JSON.stringify(result?.locations)).toContain('page=2')
  expect(JSON.stringify(result?.relatedLocations)).toContain('page=1')
})

const fingerprintOf = (finding = makeFinding(), walk = makeWalk()) =>
  parse(formatSarif(makeJudgement({ report: makeReport([finding]), walks: [walk] }))).results[0]
    ?.partialFingerprints

describe('the fingerprint', () => {
  const plain = fingerprintOf()

  test('stays when tests run in another order, with other users and rows', () => {
    const evidence = [makeEvidence({ id: 99, user: 1001, token: 2005 }, 'no type')]
    const finding = makeFinding({
      id: 'filters-lost-99',
      walk: 98,
      user: 1001,
      token: 2005,
      message: 'Request 99.',
      evidence,
    })
    expect(fingerprintOf(finding, makeWalk({ id: 98, user: 1001, rows: 7 }))).toEqual(plain)
  })

  test.each([
    ['rule', makeFinding({ rule: 'tiny-pages' }), makeWalk()],
    ['edition', makeFinding({ edition: 'combined' }), makeWalk()],
    ['filters', makeFinding(), makeWalk({ filters: { type: 'api' } })],
    ['name of the walk', makeFinding(), makeWalk({ name: 'sync' })],
  ])('changes with the %s', (_title, finding, walk) => {
    expect(fingerprintOf(finding, walk)).not.toEqual(plain)
  })

  test('is not that of another finding of its kind', () => {
    const { results } = parse(
      formatSarif(
        makeJudgement({ report: makeReport([makeFinding(), makeFinding(), makeFinding()]) }),
      ),
    )
    const fingerprints = results.map(
      ({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash'],
    )
    expect(new Set(fingerprints).size).toBe(3)
    expect(fingerprints[2]).toMatch(/^[\da-f]{16}:3$/)
  })
})

test('an empty report is a run without results; one that was not judged did not succeed', () => {
  expect(parse(formatSarif(makeJudgement()))).toMatchObject({
    results: [],
    invocations: [{ executionSuccessful: true }],
  })
  const report = makeReport([], { judged: false })
  expect(parse(formatSarif(makeJudgement({ report }))).invocations).toEqual([
    { executionSuccessful: false },
  ])
})

test.each(hostileTexts)('keeps its form whatever a client sent: %s', (_title, hostile) => {
  const text = formatSarif(makeHostile(hostile))
  expect(parse(text).results).toHaveLength(2)
  expect(text.isWellFormed()).toBe(true)
})
