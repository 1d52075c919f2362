// Sends a real request to the emulated API and keeps its answer, even if it is incomplete.

import type { ListRequest } from '../code/printed.ts'
import type { Pair } from './query.ts'
import type { Exchange } from './reading.ts'

/**
 * The header that marks the requests of this page, so that the mock does not take them for a
 * client's.
 */
const OWN_MARK = ['X-Correlation-ID', 'dashboard'] as const

/**
 * A request is a POST if it has the key `input`, even with the value undefined. Otherwise it is a
 * GET, unless `method` names another one.
 */
type ApiRequest = ListRequest & { readonly input?: object | undefined }

/** Rejects only if `signal` aborts the request. */
export async function send(request: ApiRequest, signal?: AbortSignal): Promise<Exchange> {
  const { url, headers } = request
  const start = performance.now()
  const body = createBody()
  let seen: Pick<Exchange, 'status' | 'headers'> = { status: null, headers: [] }
  let problem: string | undefined
  try {
    const response = await fetch(url, {
      ...('input' in request && postOf(request.input)),
      ...(request.method !== undefined && { method: request.method }),
      ...(request.body !== undefined && { body: request.body }),
      headers: [...headers, ...typeOf(request), OWN_MARK].map(([name, value]) => [name, value]),
      cache: 'no-store',
      redirect: 'manual',
      ...(signal && { signal }),
    })
    if (response.type === 'opaqueredirect')
      problem = 'it points to another address, which pages are not shown'
    else seen = { status: response.status, headers: [...response.headers] }
    const reader = response.body?.getReader()
    for (let part; (part = await reader?.read()) && !part.done;) body.add(part.value)
  } catch (error) {
    signal?.throwIfAborted()
    problem = error instanceof Error ? error.message : String(error)
  }
  return { ...seen, ...body.end(), duration: performance.now() - start, problem }
}

const postOf = (input: object | undefined): RequestInit => ({
  method: 'POST',
  ...(input && { body: JSON.stringify(input) }),
})

const typeOf = ({ input }: ApiRequest): Pair[] =>
  input ? [['Content-Type', 'application/json']] : []

function createBody() {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  return {
    add(chunk: Uint8Array): void {
      size += chunk.byteLength
      text += decoder.decode(chunk, { stream: true })
    },
    end: (): Pick<Exchange, 'text' | 'size'> => ({ text: text + decoder.decode(), size }),
  }
}
