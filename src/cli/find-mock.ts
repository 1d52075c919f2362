// Finds a running mock by the instance notes of this user. The mock must be ready and prove itself,
// and calls then use that same connection.

import { clearTimeout, setTimeout } from '../clock/real-time.ts'
import { findInstances, type Instance } from '../server/instance-note.ts'
import { createChallenge, PROOF_HEADER } from '../server/instance-proof.ts'
import { reasonOf } from '../system/system-errors.ts'
import { type Line, openLine, trust } from '../transport/direct.ts'

/** True for the answer of a mock that is ready; it may also have the name of a replica. */
export const isReady = (body: string | undefined): boolean =>
  /^\{"status":"ready"(?:,"replica":"[\w-]+")?\}$/.test(body ?? '')

const MAX_BYTES = 1000
/** Only the newest notes count; nobody runs more mocks at once. */
const MAX_INSTANCES = 32

export type NotedMock = {
  readonly url: string
  /** The number of mocks with an instance note. */
  readonly count: number
  /** The reason why it is not ready or not a mock of this user; undefined for a usable mock. */
  readonly problem: string | undefined
  /**
   * The connection to the mock that proved itself, when `problem` is undefined. The caller closes
   * it.
   */
  readonly line: Line
}

/**
 * The newest mock that proves itself in time. Without one, the newest mock and its problem;
 * undefined without any instance note.
 */
export async function findMock(milliseconds: number): Promise<NotedMock | undefined> {
  const instances = findInstances().slice(0, MAX_INSTANCES)
  const mocks = instances.map((instance) => challenge(instance, instances.length, milliseconds))
  for (const mock of mocks) {
    if ((await mock).problem !== undefined) continue
    for (const other of mocks) if (other !== mock) void other.then(({ line }) => line.close())
    return mock
  }
  return mocks[0]
}

/** Trusts the certificates in the instance notes of this user, each for its own address. */
export function trustNoted(): void {
  for (const { url, certificate } of findInstances())
    if (certificate !== undefined) trust(url, certificate)
}

async function challenge(
  { url, secret, certificate }: Instance,
  count: number,
  milliseconds: number,
): Promise<NotedMock> {
  const line = openLine(certificate)
  const problem = await problemOf({ url, secret, line, milliseconds })
  if (problem !== undefined) line.close()
  return { url, count, problem, line }
}

type Attempt = Pick<Instance, 'url' | 'secret'> & {
  readonly line: Line
  readonly milliseconds: number
}

async function problemOf({
  url,
  secret,
  line,
  milliseconds,
}: Attempt): Promise<string | undefined> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), milliseconds)
  const { headers, isAnsweredBy } = createChallenge(secret, url)
  try {
    const response = await line.request(`${url}/readyz`, { headers, signal: late.signal })
    const body = await response.text(MAX_BYTES)
    if (!isAnsweredBy(response.headers.get(PROOF_HEADER)))
      return 'is not the mock that noted this address'
    return response.status === 200 && isReady(body)
      ? undefined
      : `answers GET /readyz with ${response.status}`
  } catch (error) {
    return `does not answer (${late.signal.aborted ? `not within ${milliseconds / 1000} s` : reasonOf(error)})`
  } finally {
    clearTimeout(timer)
  }
}
