// The users, tokens and assistants that a file of JSON lines describes before its conversations.

import { demoTokens, demoUsers } from '../dataset/demo-user.ts'
import type { DatasetPart } from '../dataset/parts.ts'
import { createReferences } from '../dataset/references.ts'
import type { InputProblem } from '../problems/input-problem.ts'
import type { Declaration } from './json-lines.ts'
import type { ProblemList } from './problem-list.ts'

/** Without a user, the demo data supplies user and tokens. */
export function createDeclarations(refuse: ProblemList['add']) {
  const references = createReferences()
  const lines: Record<Declaration['kind'], number[]> = { user: [], token: [], assistant: [] }
  let firstUser: number | undefined
  let isOver = false

  function check({ kind, row }: Declaration, index: number): readonly InputProblem[] {
    if (kind === 'user') return references.users(row, index)
    return kind === 'token' ? references.tokens(row, index) : references.assistants(row, index)
  }

  return {
    isOver: () => isOver,

    add(declaration: Declaration): DatasetPart {
      const { kind, row, line } = declaration
      const first = lines[kind].push(line) - 1
      for (const { path, message } of check(declaration, first))
        refuse(line, `${kind}.${String(path.at(-1))}`, message)
      if (kind === 'token') return { table: 'tokens', rows: [row], first }
      if (kind === 'assistant') return { table: 'assistants', rows: [row], first }
      firstUser ??= row.id
      return { table: 'users', rows: [row], first }
    },

    /** Call it before the first conversation. It calls `belongTo` with the owner of the rows. */
    *end(belongTo: (userId: number) => void): Generator<DatasetPart> {
      isOver = true
      if (firstUser === undefined) {
        yield { table: 'users', rows: demoUsers, first: 0 }
        demoUsers.forEach(references.users)
        if (lines.token.length === 0) yield { table: 'tokens', rows: demoTokens, first: 0 }
      }
      belongTo(firstUser ?? 1)
      for (const { path, message } of references.endUsers()) {
        const kind = path[0] === 'tokens' ? 'token' : 'assistant'
        refuse(lines[kind][Number(path[1])] ?? 1, `${kind}.user_id`, message)
      }
    },
  }
}
