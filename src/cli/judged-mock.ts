// Reads the findings and walks of a mock over HTTP.

import * as z from 'zod'
import { createHttp, type Limits } from '../client/http.ts'
import { AdminError } from '../client/admin-error.ts'
import { createJudgeControl } from '../client/judging.ts'
import type { Report } from '../judge/schemas.ts'
import type { Judgement } from '../reports/judgement.ts'
import { type Line, requestDirectly } from '../transport/direct.ts'

/** The report of a mock and its walks. */
export type Judged = Pick<Judgement, 'report' | 'walks'>

/** The most walks in a report. */
const WALKS = 1000

/** A report on the largest journal stays far below these limits. */
const LIMITS: Limits = { milliseconds: 60_000, bytes: 256 * 1024 * 1024 }

type JudgedMock = {
  readonly url: string
  readonly adminToken: string
  /** Undefined means all users. */
  readonly user?: number | undefined
  /** True when walks may still continue. */
  readonly live?: boolean
  readonly limits?: Limits
  readonly request?: Line['request']
}

/** Reads the report and the walks over HTTP. Throws an AdminError. */
export async function loadJudged({
  url,
  adminToken,
  user,
  live = false,
  limits = LIMITS,
  request = requestDirectly,
}: JudgedMock): Promise<Judged> {
  const judge = createJudgeControl({
    http: createHttp(url, adminToken, request, limits),
    url,
    user,
  })
  const report: unknown = await judge.report({ live })
  if (!isReport(report))
    throw new AdminError(
      `${url}/__admin/findings answered JSON that is no report; is ${url} a mock?`,
      {},
    )
  return { report, walks: report.judged ? await judge.walks({ live, limit: WALKS }) : [] }
}

const ReportShape = z.looseObject({
  judged: z.boolean(),
  requests: z.number(),
  counts: z.looseObject({}),
  findings: z.array(z.looseObject({})),
})

/** Accepts the report of a mock of another version, too. */
const isReport = (value: unknown): value is Report => ReportShape.safeParse(value).success
