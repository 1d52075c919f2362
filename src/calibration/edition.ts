// Finds the edition that paginates as the API does and has the same fields in its rows.

import { type Edition, type EditionName, editionNames, editions, LIST_PATH } from '../editions.ts'
import { type Answered, type Answers, isCursorPage, isPage, lists } from './answers.ts'
import { type Evidence, evidence, type Reading, reading, unanswered, noReading } from './reading.ts'

type Paginator = Edition['paginator']

export function readEdition(answers: Answers): Reading {
  const first = answers.get('list')
  const paginator = paginatorIn(answers)
  if (!first) return unanswered(answers, 'list', 'the list has no answer')
  if (paginator === undefined)
    return noReading(
      `its list has neither current_page nor next_cursor, but ${first.list?.keys.join(', ') ?? 'no JSON'}`,
    )
  const isFull = hasVariables(answers)
  if (paginator === 'page' && isFull)
    return reading(
      'combined',
      evidenceOf(answers),
      'its rows have variables by page, which combined alone gives, with cursors beside',
    )
  const name = nameOf(answers, paginator)
  return reading(name, evidenceOf(answers), noteOn(answers, name, isFull))
}

/** Undefined when no answer holds a row. */
function hasVariables(answers: Answers): boolean | undefined {
  const [row] = lists(answers, ['list', 'many rows', 'one row']).flatMap(({ data }) => data)
  return row && 'variables' in row
}

/** How the API paginates. Undefined when it uses neither pages nor cursors. */
function paginatorIn(answers: Answers): Paginator | undefined {
  const list = answers.get('list')?.list
  const byCursor = ['empty cursor', 'far cursor'].some((name) =>
    isCursorPage(answers.get(name)?.list),
  )
  if (isPage(list)) return byCursor ? 'either' : 'page'
  if (!isCursorPage(list)) return undefined
  return isPage(answers.get('first page')?.list) ? 'either' : 'cursor'
}

/** Several editions paginate alike. The origin of their brand tells them apart. */
function nameOf({ base, get }: Answers, paginator: Paginator): EditionName {
  const names = editionNames.filter((name) => editions[name].paginator === paginator)
  const path = get('list')?.list?.path ?? ''
  const [first = 'combined'] = names
  return (
    names.find((name) => path === editions[name].origin + LIST_PATH) ??
    names.find((name) => base === editions[name].origin) ??
    first
  )
}

function evidenceOf(answers: Answers): Evidence[] {
  return ['list', 'empty cursor', 'first page'].flatMap((name) => {
    const answered = answers.get(name)
    return answered ? [evidence(answered, kindOf(answered))] : []
  })
}

function kindOf({ list, answer }: Answered): string {
  if (isPage(list)) return 'a page (current_page)'
  if (isCursorPage(list)) return 'a list by cursor (next_cursor, no current_page)'
  return String(answer.status)
}

function noteOn(
  answers: Answers,
  name: EditionName,
  isFull: boolean | undefined,
): string | undefined {
  if (isFull === undefined || isFull === (editions[name].item === 'full'))
    return alikeNote(answers, name)
  return `its rows have ${isFull ? '' : 'no '}variables, and those of ${name} have ${isFull ? 'none' : 'them'}; no edition is nearer`
}

function alikeNote({ base, get }: Answers, name: EditionName): string | undefined {
  const { paginator, origin } = editions[name]
  const others = editionNames.filter(
    (other) => other !== name && editions[other].paginator === paginator,
  )
  const isNamed = [base, get('list')?.list?.path?.replace(LIST_PATH, '')].includes(origin)
  return others.length === 0 || isNamed
    ? undefined
    : `${others.join(', ')} answers alike but for its origin`
}
