// Finds references of scripts and traffic to assistants and tokens that the user does not have.

import { createUnique } from '../dataset/references.ts'
import type { PartialConversation } from '../dataset/partial-conversation.ts'
import { type InputProblem, within } from '../problems/input-problem.ts'
import type { Script, Step } from './schemas.ts'

/** The ids that a script or a row may refer to. */
type Known = {
  readonly assistants: ReadonlySet<number>
  readonly tokens: ReadonlySet<number>
}

/** Reports unknown tokens and assistants in a script, and new rows with the same id or uuid. */
export function findScriptProblems({ match, steps }: Script, known: Known): InputProblem[] {
  const token = match?.token
  const strange =
    token === undefined || known.tokens.has(token) ? [] : [notThere(['match', 'token'], token)]
  return [
    ...strange,
    ...steps.flatMap((step, index) => findStepProblems(step, known).map(within(['steps', index]))),
  ]
}

/** Reports an assistant that the user does not have. */
export function findRowProblems(
  { assistant_id }: Pick<PartialConversation, 'assistant_id'>,
  { assistants }: Pick<Known, 'assistants'>,
): InputProblem[] {
  return assistant_id === undefined || assistants.has(assistant_id)
    ? []
    : [notThere(['assistant_id'], assistant_id)]
}

/**
 * Reports unknown assistants, and duplicate ids and uuids, among the rows of one list. `list` is
 * the name of the list in the input.
 */
export function findRowsProblems(
  rows: readonly PartialConversation[],
  known: Pick<Known, 'assistants'>,
  list: string,
): InputProblem[] {
  const [seeId, seeUuid] = [createUnique(list, 'id'), createUnique(list, 'uuid')]
  return rows.flatMap((row, index) => [
    ...findRowProblems(row, known).map(within([list, index])),
    ...(row.id === undefined ? [] : seeId({ id: row.id }, index)),
    ...(row.uuid === undefined ? [] : seeUuid({ uuid: row.uuid }, index)),
  ])
}

const findStepProblems = ({ insert }: Step, known: Known): InputProblem[] =>
  typeof insert === 'object' ? findRowsProblems(insert, known, 'insert') : []

const notThere = (path: PropertyKey[], id: number): InputProblem => ({
  path,
  message: `names ${id}, which the user does not have; correct it`,
})
