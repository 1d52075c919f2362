// Finds the filters that the API supports: it validates their values, or it leaves rows out.

import { type Edition, type EditionName, editions } from '../editions.ts'
import { type Answered, type Answers, errorsIn } from './answers.ts'
import { type Evidence, evidence, type Reading, reading, noReading } from './reading.ts'
import { questionOfFilter } from './questions.ts'
import { filterNames, type FilterName } from './probes.ts'

type Effect = { readonly counts: boolean | undefined; readonly evidence: readonly Evidence[] }

/** `edition` is the edition that the earlier readings found. */
export function readFilters(answers: Answers, edition: EditionName | undefined): Reading {
  const effects = filterNames.map((name) => ({ name, ...effectOf(answers, name) }))
  const counting = effects.filter(({ counts }) => counts).map(({ name }) => name)
  const unknown = effects.filter(({ counts }) => counts === undefined).map(({ name }) => name)
  const seen = merged(effects.flatMap((effect) => effect.evidence))
  if (unknown.length === filterNames.length) return noReading(reasonFor(answers, unknown), seen)
  const notes = [
    ...(unknown.length === 0
      ? []
      : [`of ${unknown.join(', ')} nothing can be told: ${reasonFor(answers, unknown)}`]),
    ...differences(effects, edition),
  ]
  return reading(
    counting.join(', ') || 'none',
    seen,
    notes.length === 0 ? undefined : notes.join('; '),
  )
}

/** The reason why the effect of these filters is unknown. */
function reasonFor(answers: Answers, [first]: readonly FilterName[]): string {
  const problem = first && answers.problemOf(questionOfFilter(first))
  if (problem !== undefined) return problem
  return hasRows(answers) ? 'it answers with an error' : 'your account has no conversations'
}

/** Merges the evidence from one answer into one entry. */
function merged(all: readonly Evidence[]): Evidence[] {
  const byRequest = new Map<string, string[]>()
  for (const { request, seen } of all)
    byRequest.set(request, [...(byRequest.get(request) ?? []), seen])
  return [...byRequest].map(([request, seen]) => ({ request, seen: [...new Set(seen)].join(', ') }))
}

function effectOf(answers: Answers, name: FilterName): Effect {
  const together = answers.get('wrong values')
  if (together && errorsIn(together)?.[name])
    return { counts: true, evidence: [evidence(together, `422 for ${name}`)] }
  const alone = answers.get(questionOfFilter(name))
  if (!alone) return { counts: undefined, evidence: [] }
  if (errorsIn(alone)?.[name])
    return { counts: true, evidence: [evidence(alone, `422 for ${name}`)] }
  if (!alone.list || !hasRows(answers)) return { counts: undefined, evidence: [] }
  const counts = alone.list.data.length === 0
  return { counts, evidence: [evidence(alone, counts ? 'no rows' : 'rows all the same')] }
}

const hasRows = (answers: Answers): boolean => rowsIn(answers.get('list')) > 0
const rowsIn = (answered: Answered | undefined): number => answered?.list?.data.length ?? 0

function differences(
  effects: readonly (Effect & { readonly name: FilterName })[],
  name: EditionName | undefined,
): string[] {
  if (name === undefined) return []
  const { parameters }: Edition = editions[name]
  const added = effects.filter((effect) => effect.counts && !parameters.includes(effect.name))
  const lacking = effects.filter(
    (effect) => effect.counts === false && parameters.includes(effect.name),
  )
  return [
    ...(added.length === 0 ? [] : [`${name} does not know ${namesOf(added)}`]),
    ...(lacking.length === 0 ? [] : [`${name} knows ${namesOf(lacking)} as well`]),
  ]
}

const namesOf = (effects: readonly { readonly name: string }[]): string =>
  effects.map(({ name }) => name).join(', ')
