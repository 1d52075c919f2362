// Reads the column that orders the list. A cursor names it. Without cursors, only rows that
// contradict an order reveal it.

import { type Answered, type Answers, decodeCursor, isPage } from './answers.ts'
import { evidence, type Reading, reading, unanswered, noReading } from './reading.ts'

export function readOrder(answers: Answers): Reading {
  return byCursor(answers) ?? byMissingColumn(answers) ?? byRows(answers)
}

function byCursor(answers: Answers): Reading | undefined {
  for (const name of ['one row', 'empty cursor', 'far cursor', 'cursor forth', 'cursor back']) {
    const answered = answers.get(name)
    const cursor =
      decodeCursor(answered?.list?.next_cursor) ?? decodeCursor(answered?.list?.prev_cursor)
    if (!answered || !cursor) continue
    const columns = Object.keys(cursor).filter((key) => key !== '_pointsToNextItems')
    const seen = [evidence(answered, `a cursor of ${columns.join(', ')}`)]
    const [first = '', second] = columns.map((column) => column.replace(/^.*\./, ''))
    if (first === 'id') return reading('id', seen)
    if (first === 'created_at')
      return reading(
        'created_at',
        seen,
        second === 'id' ? undefined : 'rows of one time have no order',
      )
    return noReading('it orders by a column that no switch gives', seen)
  }
  return undefined
}

/** Laravel answers with 500 when a cursor lacks the column that orders the rows. */
function byMissingColumn(answers: Answers): Reading | undefined {
  const answered = answers.get('cursor of id')
  if (!answered || answers.get('far cursor')?.answer.status !== 200) return undefined
  const { status } = answered.answer
  const seen = [evidence(answered, `${status} to a cursor of id alone`)]
  if (status === 200) return reading('id', seen)
  return status === 500 ? reading('created_at', seen) : noReading('your account has no rows', seen)
}

function byRows(answers: Answers): Reading {
  const answered = answers.get('many rows') ?? answers.get('list')
  if (!answered?.list) return unanswered(answers, 'many rows', 'there is no list')
  const rows = answered.list.data.flatMap(({ id, created_at }) =>
    typeof created_at === 'string' ? [{ id, time: created_at }] : [],
  )
  const last = answers.get('last page')
  const isMore = isPage(answered.list) && (answered.list.last_page ?? 1) > 1
  const tail = isMore && last ? timesIn(last) : []
  const times = [...rows.map(({ time }) => time), ...tail]
  const seen = [evidence(answered, `${rows.length} rows`)]
  if (new Set(times).size < 2)
    return noReading('your account has fewer than 2 rows of different times')
  const rises = pairs(times).filter(([before, after]) => before < after).length
  if (rises === 0) return noReading('both orders give the rows that it has', seen)
  if (pairs(times).every(([before, after]) => before <= after))
    return reading('id', seen, 'it gives the oldest first, which no switch does')
  return reading('id', [evidence(answered, 'rows that are not in the order of created_at')])
}

const timesIn = ({ list }: Answered): string[] =>
  (list?.data ?? []).flatMap(({ created_at }) =>
    typeof created_at === 'string' ? [created_at] : [],
  )

const pairs = (times: readonly string[]): (readonly [string, string])[] =>
  times.slice(1).map((time, index) => [times[index] ?? '', time] as const)
