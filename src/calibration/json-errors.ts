// Reads whether a client that does not accept JSON still gets errors as JSON. The 422 is checked
// first, because clients meet it most.

import type { Answered, Answers } from './answers.ts'
import { type Evidence, evidence, type Reading, reading, unanswered, noReading } from './reading.ts'

const QUESTIONS = ['per_page 0, any type', 'unknown path, HTML', 'wrong token, any type']

type Vote = { readonly value: 'always' | 'negotiated'; readonly evidence: Evidence }

export function readJsonErrors(answers: Answers): Reading {
  const votes = QUESTIONS.flatMap((name) => voteOf(answers.get(name)) ?? [])
  const [first] = votes
  if (!first) {
    const isRefused = QUESTIONS.some((name) => answers.get(name))
    return isRefused
      ? noReading('no error of it is JSON, HTML or a redirect')
      : unanswered(answers, 'per_page 0, any type', 'no error was seen')
  }
  const others = votes.filter(({ value }) => value !== first.value)
  return reading(
    first.value,
    votes.map((vote) => vote.evidence),
    others.length === 0 ? undefined : 'not all of its errors do the same',
  )
}

function voteOf(answered: Answered | undefined): Vote | undefined {
  if (!answered) return undefined
  const { status, headers } = answered.answer
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const seen = evidence(answered, `${status} ${type}`)
  // Laravel without a login page answers with a 500 instead of a redirect, whatever the client
  // accepts.
  if (status >= 500) return undefined
  if (status >= 300 && status < 400) return { value: 'negotiated', evidence: seen }
  if (status < 400) return undefined
  if (/[/+]json$/.test(type)) return { value: 'always', evidence: seen }
  return type === 'text/html' ? { value: 'negotiated', evidence: seen } : undefined
}
