// Checks every answer that a test fetches from the API against openapi.yaml. This file runs again
// for each test file.

const CHECKED = /^\/(api|livez|readyz)(\/|$)/

/**
 * Whether the answer is outside of the contract on purpose: a fault made it, or it is an example
 * list from the documentation of the API.
 */
const isMadeOdd = (headers: Headers): boolean =>
  /\b(?:status|malformed|truncate|rate_limit|maintenance|expired_cursor)\b/.test(
    headers.get('x-mock-fault') ?? '',
  ) || /\bexample=/.test(headers.get('preference-applied') ?? '')

const plainFetch = globalThis.fetch

async function checkedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await plainFetch(input, { redirect: 'manual', ...init })
  const { pathname, search } = new URL(response.url)
  if (!CHECKED.test(pathname) || isMadeOdd(response.headers)) return response
  // A lazy import, because the check takes half a second to load and most files never need it.
  const { expectInContract } = await import('./contract/check.ts')
  expectInContract({
    method: init?.method ?? 'GET',
    path: pathname + search,
    status: response.status,
    headers: [...response.headers],
    body: await response.clone().text(),
  })
  return response
}

if (plainFetch.name !== checkedFetch.name) globalThis.fetch = checkedFetch
