// The same package by require().

import mocks = require('conversations-mock')

export async function test(): Promise<string> {
  const mock: mocks.StartedMock = await mocks.startMock({ generate: 40 })
  try {
    return mock.token('page')
  } finally {
    await mock.close()
  }
}
