// Whatever a test fetches from the API is checked against openapi.yaml. Files that share a worker run this again.

const CHECKED = /^\/(api|livez|readyz)(\/|$)/

/** By a fault that gives what a test made up or what no client can read, or by the list of a documentation. */
const isMadeOdd = (headers: Headers): boolean =>
  /\b(?:status|malformed|truncate|rate_limit|maintenance|expired_cursor)\b/.test(
    headers.get('x-mock-fault') ?? '',
  ) || /\bexample=/.test(headers.get('preference-applied') ?? '')

const plainFetch = globalThis.fetch

async function checkedFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const response = await plainFetch(input, { redirect: 'manual', ...init })
  const { pathname, search } = new URL(response.url)
  if (!CHECKED.test(pathname) || isMadeOdd(response.headers)) return response
  // It takes half a second to load, which most test files never need.
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
