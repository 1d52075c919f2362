// Whatever a test fetches from the API is checked against openapi.yaml.

import { expectInContract } from './contract/check.ts'

const CHECKED = /^\/(api|livez|readyz)(\/|$)/

/** By a fault, or because the request preferred it so. */
const isMadeOdd = (headers: Headers): boolean =>
  headers.has('x-mock-fault') || /\b(?:code|example)=/.test(headers.get('preference-applied') ?? '')

const plainFetch = globalThis.fetch

globalThis.fetch = async (input, init) => {
  const response = await plainFetch(input, { redirect: 'manual', ...init })
  const { pathname, search } = new URL(response.url)
  if (!CHECKED.test(pathname) || isMadeOdd(response.headers)) return response
  expectInContract({
    method: init?.method ?? 'GET',
    path: pathname + search,
    status: response.status,
    headers: [...response.headers],
    body: await response.clone().text(),
  })
  return response
}
