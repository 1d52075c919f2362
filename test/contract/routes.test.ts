import { expect, test } from 'vitest'
import { createRoutes } from '../../src/api/routes.ts'
import { operations } from '../../src/contract/document.ts'

const sorted = (routes: readonly string[]): string[] => [...new Set(routes)].toSorted()

test('the contract describes the routes of the application, and no other below /api', () => {
  const app = Object.assign(Object.create(null), { switches: {} })
  const served = createRoutes(app)
  const described = operations.filter(
    ({ method, url }) => url.startsWith('/api/') && (method === 'GET' || method === 'POST'),
  )
  expect(sorted(described.map(({ method, url }) => `${method} ${url}`))).toEqual(
    sorted(served.map(({ method, path }) => `${method} ${path}`)),
  )
})
