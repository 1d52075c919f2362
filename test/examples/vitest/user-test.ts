// A `test` with its own `user`. No other worker uses it, and each test begins with its first state.

import { connect } from 'conversations-mock'
import { inject, test } from 'vitest'

export const userTest = test
  .extend('mock', { scope: 'worker' }, () => {
    const { url, adminToken } = inject('mock')
    return connect(url, adminToken)
  })
  .extend('user', { scope: 'worker' }, async ({ mock }, { onCleanup }) => {
    const user = await mock.createUser({ dataset: { generate: 40 } })
    onCleanup(() => user.delete())
    return user
  })

userTest.beforeEach(({ user }) => user.reset())
