import { expect, test } from 'vitest'
import { comesFromDashboard, correlationOf } from '../../src/journal/entry.ts'

test.each([
  [{ 'x-mock-walk': 'w', 'x-correlation-id': 'c', 'x-request-id': 'r' }, 'w'],
  [{ 'x-correlation-id': 'c', 'x-request-id': 'r' }, 'c'],
  [{ 'x-mock-walk': '', 'x-request-id': 'r' }, 'r'],
  [{ 'x-request': 'x' }, null],
])('the correlation of %j is %j', (headers, correlation) => {
  expect(correlationOf(headers)).toBe(correlation)
})

test.each([
  [{ 'x-correlation-id': 'dashboard' }, true],
  [{ 'x-correlation-id': 'dashboard', 'x-request-id': 'r', 'x-mock-walk': '' }, true],
  [{ 'x-correlation-id': 'Dashboard' }, false],
  [{ 'x-correlation-id': 'dashboard', 'x-mock-walk': 'mine' }, false],
  [{ 'x-mock-walk': 'dashboard' }, false],
  [{ 'x-request-id': 'dashboard' }, false],
  [{}, false],
])('%j is of the dashboard: %s', (headers, isOwn) => {
  expect(comesFromDashboard(headers)).toBe(isOwn)
})
