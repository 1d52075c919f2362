// GET /api/user/me: the name, e-mail address and balance of the user.

import { jsonAnswer } from '../laravel/json-answer.ts'
import { forUser, type Handler } from './endpoint.ts'
import type { Application } from './application.ts'

export function showProfile({ store }: Application): Handler {
  return forUser((_call, { user_id }) => {
    const { name, email, total_balance } = store.profile(user_id) ?? unknown
    return jsonAnswer(200, { name, email, total_balance })
  })
}

const unknown = { name: '', email: '', total_balance: 0 }
