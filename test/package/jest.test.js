// Jest as it comes: CommonJS, and modules of its own.

const { ConfigError, startMock } = require('conversations-mock')

let mock
beforeAll(async () => {
  mock = await startMock({ generate: 40 })
})
afterAll(() => mock.close())

const request = (path) =>
  fetch(`${mock.url}${path}`, { headers: { authorization: `Bearer ${mock.token('page')}` } })

test('answers a page', async () => {
  const answer = await request('/api/user/conversations')
  expect(await answer.json()).toMatchObject({ total: 40 })
  await mock.expectClean()
})

test('serves the contract, which it loads when it is needed', async () => {
  const { status } = await request('/openapi.json?edition=autocalls')
  expect(status).toBe(200)
})

test('refuses with the errors that it exports', async () => {
  await expect(startMock({ port: -1 })).rejects.toThrow(ConfigError)
})

test('runs on real time under fake timers', async () => {
  jest.useFakeTimers()
  const { status } = await request('/api/user/conversations')
  jest.useRealTimers()
  expect(status).toBe(200)
})
